import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const GENERATED = ['**/*.generated.*'];

/** Types make these rules possible; without them a lost `await` passes every test and loses a save. */
const promises = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
};

const types = {
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
  '@typescript-eslint/no-explicit-any': 'error',
  // "[object Object]" on an official paper is found here, not by its reader.
  '@typescript-eslint/no-base-to-string': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
};

const language = {
  eqeqeq: 'error',
  'no-async-promise-executor': 'error',
  'no-constant-condition': 'error',
  'no-dupe-else-if': 'error',
  'no-duplicate-case': 'error',
  'no-empty': 'error',
  'no-eval': 'error',
  'no-fallthrough': 'error',
  'no-implied-eval': 'error',
  'no-self-assign': 'error',
  'no-template-curly-in-string': 'error',
  'no-unreachable': 'error',
  'no-unsafe-finally': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
};

const TOP_LEVEL_ARROW =
  ':matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration > ' +
  'VariableDeclarator:not([id.typeAnnotation])[init.type="ArrowFunctionExpression"]';
const TOP_LEVEL_STORE =
  ':matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration > ' +
  ':matches(VariableDeclarator[id.name=/^(db|database|store|kysely)$/], VariableDeclarator[init.callee.name="Kysely"])';

const topLevelArrow = {
  selector: TOP_LEVEL_ARROW,
  message: 'Write a function declaration; an arrow at the top level is for a constant that states its type.',
};
const comparedPromise = {
  selector: 'CallExpression[callee.name="expect"] > CallExpression[callee.name=/^(tableContents|actionsLogged)$/]',
  message: 'Await it: two promises are always equal, and the test could not fail.',
};
const topLevelStore = {
  selector: TOP_LEVEL_STORE,
  message:
    'No module-level database: take `store` from Deps. A query on an outer handle inside a transaction hangs for ever.',
};

export default defineConfig(
  { ignores: [...GENERATED, 'node_modules/', 'data/', 'out/', '.wrangler/'] },
  {
    files: ['**/*.{ts,mjs,cjs}'],
    extends: [tseslint.configs.recommended],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: { ...language, 'func-style': ['error', 'declaration', { allowArrowFunctions: true }] },
  },
  {
    files: ['src/**/*.ts', 'db/**/*.ts', 'test/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { ...promises, ...types, 'no-restricted-syntax': ['error', topLevelArrow] },
  },
  {
    files: ['src/**/*.ts', 'db/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      'no-restricted-syntax': ['error', topLevelArrow, topLevelStore],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 500, skipBlankLines: false, skipComments: false }],
      'no-restricted-syntax': ['error', topLevelArrow, comparedPromise],
    },
  },
);
