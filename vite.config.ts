import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { writeRendererList } from './core/host/serve/renderer-list.ts';

/** Builds the one interface that both hosts serve. Nothing is inlined: the content-security policy allows files alone. */
export default defineConfig({
  root: fileURLToPath(new URL('renderer', import.meta.url)),
  base: './',
  plugins: [
    react(),
    tailwindcss(),
    {
      // Both hosts serve what this list names and nothing else.
      name: 'list-of-files',
      apply: 'build',
      writeBundle({ dir }) {
        if (dir !== undefined) writeRendererList(dir);
      },
    },
  ],
  publicDir: fileURLToPath(new URL('resources/renderer', import.meta.url)),
  build: {
    outDir: fileURLToPath(new URL('dist/renderer', import.meta.url)),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'chrome140',
    chunkSizeWarningLimit: 1_200,
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      output: {
        // The validator and what sets it up stand in one chunk, so that it is set up before any other chunk makes a schema.
        codeSplitting: {
          groups: [{ name: 'validation', test: /node_modules[\\/]zod[\\/]|renderer[\\/]app[\\/]start\.ts/ }],
        },
      },
    },
  },
});
