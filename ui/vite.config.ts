import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { svelteTesting } from '@testing-library/svelte/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { flatIcons } from './scripts/flat-icons.ts';

export default defineConfig({
  plugins: [
    // Tests use what `npm run i18n` made: the plugin's watcher would keep vitest from ending.
    !process.env.VITEST &&
      paraglideVitePlugin({
        project: './project.inlang',
        outdir: './src/paraglide',
        strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
      }),
    flatIcons(),
    tailwindcss(),
    svelte(),
    svelteTesting(),
  ],
  resolve: { alias: { $: fileURLToPath(new URL('./src', import.meta.url)) } },
  // The web view reads files from the bundle; absolute paths hold for Tauri's protocol and for `serve`.
  base: '/',
  clearScreen: false,
  server: { port: 5173, strictPort: true, host: '127.0.0.1' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // WebKitGTK 2.40 (Debian 12) is the oldest web view that Runnel opens in.
    target: ['safari16.4', 'chrome111'],
    // Inlined fonts would be data: URLs, which the content security policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    setupFiles: ['./src/test-setup.ts'],
    restoreMocks: true,
  },
});
