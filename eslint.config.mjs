import next from 'eslint-config-next/core-web-vitals'
import prettier from 'eslint-config-prettier'
import tseslint from 'typescript-eslint'

const typescript = ['**/*.ts', '**/*.tsx']

export default tseslint.config(
  {
    ignores: [
      'clients/typescript/schema.d.ts',
      '.next/',
      '.latchkey/',
      'node_modules/',
      'prisma/generated/',
      'next-env.d.ts',
      'test-results/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...next,
  {
    files: typescript,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
    },
  },
  {
    // limits to think about, not a game to win
    files: ['**/*.{ts,tsx,mjs}'],
    rules: {
      'max-lines': ['warn', { max: 300 }],
      'max-lines-per-function': ['warn', { max: 50 }],
      complexity: ['warn', 10],
    },
  },
  { files: ['**/*.tsx'], rules: { 'max-lines-per-function': ['warn', { max: 80 }] } },
  {
    // the terminal is where these speak
    files: ['scripts/**', 'bench/**', 'practice-cloud/main.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['tests/**'],
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/require-await': 'off',
      'react-hooks/rules-of-hooks': 'off', // Playwright's fixtures take an argument called use
    },
  },
  { settings: { react: { version: '19.3' } } },
  prettier,
)
