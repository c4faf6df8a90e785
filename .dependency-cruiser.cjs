/**
 * Who may import whom. One way only; what a room may import besides its own files and the ground floor stands in
 * `rooms`. Type-only imports are judged like others unless a rule says “at runtime”.
 */
const ground = '^lib/(errors|env|clock|log)\\.ts$'
const roots = '^lib/(boot|runtime)\\.ts$'
const generated = '^prisma/generated/'

/**
 * room → rooms it may import. An actor is the first argument everywhere and every domain function asks what they may, so
 * the type (lib/staff/actor.ts) and the one table (lib/staff/permissions.ts) are open to all; so is what a machine may be
 * given (lib/api-clients/scopes.ts, caller.ts). All are pure.
 */
const rooms = {
  db: [],
  microsoft: [],
  certificates: [],
  keys: ['db'],
  audit: ['db'],
  queue: ['db'],
  events: ['db'],
  jobs: ['db', 'queue', 'events', 'tenants', 'settings', 'notifications'],
  notifications: ['db', 'audit', 'events', 'keys', 'microsoft', 'settings', 'queue', 'tenants', 'broker'],
  settings: ['db', 'audit', 'microsoft', 'certificates', 'keys'],
  staff: ['db', 'audit'],
  customers: ['db', 'audit'],
  'api-clients': ['db', 'audit', 'events', 'keys'],
  broker: ['db', 'audit', 'events', 'microsoft', 'tenants'],
  restore: ['db', 'audit', 'events', 'keys', 'microsoft', 'settings', 'tenants', 'api-clients', 'notifications'],
  tenants: [
    'db',
    'reconcile',
    'microsoft',
    'certificates',
    'keys',
    'audit',
    'queue',
    'events',
    'settings',
    'customers',
  ],
}

/** Rooms that know nothing of the process they run in: everything is passed to them. */
const pure = ['db', 'microsoft', 'certificates', 'reconcile', 'audit', 'keys', 'events']

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `room-${room}`,
  comment: `lib/${room} may import ${['the ground floor', ...allowed].join(', ')} and nothing else of the house.`,
  severity: 'error',
  from: { path: `^lib/${room}/` },
  to: {
    path: '^(lib|app|practice-cloud|scripts|tests|bench)/',
    pathNot: [
      `^lib/${room}/`,
      ground,
      '^lib/staff/(actor|permissions)\\.ts$',
      '^lib/api-clients/(scopes|caller)\\.ts$',
      ...(pure.includes(room) ? [] : [roots]),
      ...allowed.map((name) => `^lib/${name}/`),
    ],
  },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'ground-floor',
      comment: 'errors, env, clock and log import nothing above them.',
      severity: 'error',
      from: { path: ground },
      to: { path: '^(lib|app|practice-cloud|prisma|scripts|tests|bench)/', pathNot: ground },
    },
    {
      name: 'kernel-runtime',
      comment: 'lib/reconcile is pure: of the house it runs nothing but itself and the ground floor.',
      severity: 'error',
      from: { path: '^lib/reconcile/' },
      to: {
        path: '^(lib|app|practice-cloud|prisma|scripts|tests|bench)/',
        pathNot: ['^lib/reconcile/', ground],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'kernel-types',
      comment: 'lib/reconcile knows the types of the directory, and no other room even by name.',
      severity: 'error',
      from: { path: '^lib/reconcile/' },
      to: {
        path: '^(lib|app|practice-cloud|prisma|scripts|tests|bench)/',
        pathNot: ['^lib/reconcile/', ground, '^lib/microsoft/'],
      },
    },
    {
      name: 'store-only',
      comment: 'Only a room’s own store makes or uses the database client at runtime; others may name its type.',
      severity: 'error',
      from: {
        path: '^(lib|app)/',
        pathNot: ['^lib/[^/]+/store\\.ts$', '^lib/[^/]+/[^/]+-store\\.ts$', '^lib/boot\\.ts$', '^lib/db/'],
      },
      to: { path: ['^lib/db/client\\.ts$', generated], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'street-side',
      comment:
        'A page calls one domain function: never Prisma, the database, Microsoft, the kernel, keys or certificates.',
      severity: 'error',
      from: { path: '^app/' },
      to: {
        path: [generated, '^lib/(db|microsoft|reconcile|keys|certificates|audit)/', '^practice-cloud/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'house-without-street',
      comment: 'The house runs in a page, a job, a script and a test: no Next, no React, no page.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: ['^app/', 'node_modules/(next|react|react-dom)/', '^(scripts|tests|bench)/'] },
    },
    {
      name: 'practice-cloud-alone',
      comment: 'The stand-in for Microsoft shares no type with the house, or both would make the same mistake.',
      severity: 'error',
      from: { path: '^practice-cloud/' },
      to: { path: '^(lib|app|prisma|scripts|tests|bench)/' },
    },
    {
      name: 'house-without-practice-cloud',
      comment: 'The house meets the practice cloud over HTTP only.',
      severity: 'error',
      from: { path: '^(lib|app)/' },
      to: { path: '^practice-cloud/' },
    },
    {
      name: 'roots-last',
      comment: 'boot puts the house together; only the street side and its instrumentation call it.',
      severity: 'error',
      from: { path: '^lib/', pathNot: [roots] },
      to: { path: '^lib/boot\\.ts$' },
    },
    {
      name: 'no-circle',
      comment: 'Two files that need each other are one file, or three.',
      severity: 'error',
      from: { path: '^(lib|app|practice-cloud)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-development-part',
      comment: 'What runs in production is a dependency.',
      severity: 'error',
      from: { path: '^(lib|app|practice-cloud)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      comment: 'Everything imported exists.',
      severity: 'error',
      from: { path: '^(lib|app|practice-cloud|scripts)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^\\.next/', '^prisma/generated/.+/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
