import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import { readdirSync } from 'node:fs';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const TAURI = {
  group: ['@tauri-apps/*'],
  message: 'Only src/ipc/host.tauri.ts speaks to Tauri. Add a method to Host instead.',
};
const RAW_IPC = {
  group: ['$/ipc/host.*', '**/ipc/host.*'],
  message: 'Call the core through $/ipc/client, so that every command is typed.',
};

/** A feature never imports another feature; views compose them. */
const features = readdirSync(new URL('./src/features', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const featureWalls = features.map((name) => ({
  files: [`src/features/${name}/**`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          TAURI,
          RAW_IPC,
          {
            regex: `(\\$/features/(?!${name}(/|$)))|(^\\.\\./\\.\\./?$)|(^\\.\\./(${features.join('|')})(/|$))|(^(\\.\\./){2,})`,
            message:
              'A feature never imports another feature. Put shared things into $/shared or compose in $/views.',
          },
          { group: ['$/views/*'], message: 'Views compose features, never the other way round.' },
        ],
      },
    ],
  },
}));

export default defineConfig(
  globalIgnores(['dist/', 'src/paraglide/', 'src/ipc/bindings.ts']),
  js.configs.recommended,
  ts.configs.strict,
  svelte.configs.recommended,
  prettier,
  svelte.configs.prettier,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: { extraFileExtensions: ['.svelte'] },
    },
    rules: {
      'no-undef': 'off', // TypeScript knows better
      eqeqeq: ['error', 'smart'],
      'no-console': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [TAURI] }],
      'svelte/no-at-html-tags': 'error',
      'svelte/no-navigation-without-resolve': 'off', // a hash router of our own, no SvelteKit
      'svelte/prefer-svelte-reactivity': 'off', // collections here are replaced, not observed
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: ts.parser, svelteConfig },
    },
  },
  {
    files: ['src/shared/**', 'src/lib/**', 'src/sync/**', 'src/ipc/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            TAURI,
            { group: ['$/features/*', '$/views/*'], message: 'The foundation knows no feature and no view.' },
          ],
        },
      ],
    },
  },
  ...featureWalls,
  // Tests speak to the fake host.
  { files: ['src/**/*.test.ts'], rules: { '@typescript-eslint/no-restricted-imports': 'off' } },
  { files: ['src/ipc/host.tauri.ts'], rules: { '@typescript-eslint/no-restricted-imports': 'off' } },
  { files: ['scripts/**', '*.config.*'], rules: { 'no-console': 'off' } },
);
