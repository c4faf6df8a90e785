import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { getCookie } from 'hono/cookie'
import type { Api } from '../../_edge/api-app'
import { nonceHeader } from '../../_edge/headers'
import { themeCookie, toTheme, type Theme } from '../../_ui/theme'

/** What the page needs of the package, by the name that it is served under. */
const parts = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
} as const

type Part = keyof typeof parts

/** Swagger UI under our own policy: its files from the package, a start file of ours, nothing inline, nobody else asked. */
export function addDocsPage(api: Api): void {
  api.get('/api/docs', (c) => c.html(page(c.req.header(nonceHeader) ?? '', toTheme(getCookie(c, themeCookie)))))
  api.get('/api/docs/start.js', () => served(start, 'text/javascript; charset=utf-8'))
  api.get('/api/docs/page.css', () => served(look, 'text/css; charset=utf-8'))
  for (const [name, type] of Object.entries(parts) as [Part, string][]) {
    api.get(`/api/docs/${name}`, async () => served(await readPart(name), type))
  }
}

/** By its place in the installation: a bundler must neither follow nor rewrite it. */
async function readPart(name: Part): Promise<string> {
  return readFile(path.join(/* turbopackIgnore: true */ process.cwd(), 'node_modules', 'swagger-ui-dist', name), 'utf8')
}

function served(body: string, type: string): Response {
  return new Response(body, { headers: { 'Content-Type': type } })
}

function page(nonce: string, theme: Theme): string {
  return `<!doctype html>
<html lang="en" data-theme="${theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Latchkey API</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<link rel="stylesheet" href="/api/docs/page.css">
</head>
<body>
<nav class="swagger-ui"><div class="wrapper ways"><a href="/">Latchkey</a> <a href="/settings/api-clients">API clients</a> <a href="/help/problems">Problems</a></div></nav>
<main id="docs"></main>
<script nonce="${nonce}" src="/api/docs/swagger-ui-bundle.js"></script>
<script nonce="${nonce}" src="/api/docs/start.js"></script>
</body>
</html>
`
}

/** The theme that was chosen in the console, else the system’s; `dark-mode` is Swagger UI’s own name for it. */
const start = `const dark = matchMedia('(prefers-color-scheme: dark)')
const { classList, dataset } = document.documentElement
const shade = () => classList.toggle('dark-mode', dataset.theme === 'dark' || (dataset.theme === 'system' && dark.matches))
dark.addEventListener('change', shade)
shade()
SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#docs',
  validatorUrl: null,
  deepLinking: false,
  persistAuthorization: false,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
})
`

/** The ways back. And Swagger UI lays parameters out side by side, wider than a phone: there each stands below its name. */
const look = `.swagger-ui .ways { display: flex; flex-wrap: wrap; gap: 8px 24px; padding-top: 16px; }
.swagger-ui .ways a { padding: 4px 0; color: #1d55d6; }
html.dark-mode .swagger-ui .ways a { color: #8db2ff; }
html.dark-mode .swagger-ui .opblock-tag { color: #f1f1ed; }
html.dark-mode .swagger-ui .opblock-tag svg { fill: #f1f1ed; }
@media (max-width: 640px) {
  .swagger-ui .wrapper { padding: 0 8px; }
  .swagger-ui .opblock-body { overflow-x: auto; }
  .swagger-ui .try-out { padding-left: 8px; }
  .swagger-ui table:has(> tbody > tr > td.parameters-col_name) > thead { display: none; }
  .swagger-ui table:has(> tbody > tr > td.parameters-col_name),
  .swagger-ui table:has(> tbody > tr > td.parameters-col_name) > tbody,
  .swagger-ui tr:has(> td.parameters-col_name),
  .swagger-ui td.parameters-col_name,
  .swagger-ui td.parameters-col_description { display: block; width: auto; min-width: 0; max-width: none; }
  .swagger-ui td.parameters-col_description :is(input[type=text], select, textarea) { width: 100%; max-width: 100%; }
}
`
