import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';
// v: anything, t: types only, unnamed: nothing. The domain's vocabulary (how a time or an amount is written)
// may be used wherever its types may.
const vocabulary = '(?!(time|money|reason|result)\\.ts)';
const outer = { usecases: 'v', domain: 't', conversation: 't' };
const layers = {
  domain: {},
  conversation: { domain: 'v' },
  store: { domain: 't' },
  gateways: { domain: 't' },
  usecases: { domain: 'v', conversation: 'v', store: 'v', gateways: 'v' },
  transport: outer,
  jobs: outer,
  sandbox: {},
};
const fence = ([layer, may]) => ({
  files: [`src/${layer}/**/*.ts`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          { regex: '/(app|main|config)\\.ts$' },
          ...Object.keys(layers)
            .filter((to) => to !== layer && may[to] !== 'v')
            .map((to) => ({
              regex: `^\\.\\.?/(.*/)?${to}/${to === 'domain' && may[to] === 't' ? vocabulary : ''}`,
              allowTypeImports: may[to] === 't',
            })),
        ],
      },
    ],
  },
});
/** What the sandbox's page may use of a browser. */
const browser = Object.fromEntries(
  [
    'clearTimeout',
    'CSS',
    'document',
    'fetch',
    'setInterval',
    'setTimeout',
    'URL',
    'URLSearchParams',
    'window',
    'queueMicrotask',
  ].map((name) => [name, 'readonly']),
);
export default defineConfig(
  { ignores: ['dist/', 'data/', 'coverage/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', 70],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    files: ['src/sandbox/page/**/*.js'],
    languageOptions: { globals: browser },
    rules: { 'max-lines': ['error', 200], 'max-lines-per-function': ['error', 70] },
  },
  Object.entries(layers).map(fence),
  prettier,
);
