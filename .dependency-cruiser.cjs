/** The floors of the program: imports only go down, adapters do not know each other, nothing goes round. */

const floors = [
  ['^src/domain/'],
  ['^src/signals/', '^src/reports/', '^src/pages/'],
  ['^src/usecases/', '^src/settings/'],
  ['^src/github/', '^src/queue/', '^src/store/', '^src/sandbox/', '^src/web/'],
  ['^src/[^/]+\\.ts$', '^src/cli/', '^workers/'],
];

/** For each floor but the top one: nothing there imports from a floor above. */
const upward = floors.slice(0, -1).map((folders, index) => ({
  name: `floor-${index + 1}-looks-up`,
  comment: 'Imports only go down. Take what you need as an argument, or move it to a lower floor.',
  severity: 'error',
  from: { path: folders },
  to: { path: floors.slice(index + 1).flat() },
}));

const adapters = floors[3].map((folder) => ({
  name: `${folder.split('/')[1]}-knows-another-adapter`,
  comment: 'Adapters do not know each other: they meet in a port, or on the top floor.',
  severity: 'error',
  from: { path: folder },
  to: { path: floors[3].filter((other) => other !== folder) },
}));

module.exports = {
  forbidden: [
    ...upward,
    ...adapters,
    {
      name: 'domain-imports',
      comment: 'The domain is words only; it imports nothing but itself.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'pure-floor-acts',
      comment: 'Signals and reports decide and render; they touch no files, no network, no clock.',
      severity: 'error',
      from: { path: floors[1] },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'use-case-knows-an-adapter-library',
      comment: 'Use cases speak to ports; octokit, queues and databases belong to the adapters.',
      severity: 'error',
      from: { path: [...floors[1], ...floors[2]] },
      to: { path: 'node_modules/(@octokit|@electric-sql|@hono|bullmq|hono|ioredis|oauth4webapi|pg|kysely|probot|pino|prom-client)(/|$)' },
    },
    {
      name: 'round-trip',
      comment: 'Two files that import each other are one file, or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'unresolvable',
      comment: 'What is imported must be there. (mdast and unist are packages of types alone: the compiler answers for them.)',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(mdast|unist)$' },
    },
    {
      name: 'product-needs-a-test-tool',
      comment: 'What runs in production is a dependency, not a devDependency, and not under test/.',
      severity: 'error',
      from: { path: '^(src|workers)/' },
      to: { path: '^test/' },
    },
    {
      name: 'product-needs-a-dev-dependency',
      comment: 'What runs in production is a dependency, not a devDependency.',
      severity: 'error',
      from: { path: '^(src|workers)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.cjs', '.json'],
    },
  },
};
