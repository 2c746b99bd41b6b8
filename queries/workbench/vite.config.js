import { defineConfig } from 'vite'

// The page runs under a policy that allows no inline script, no inline style and
// no data: URL for code, and the build must give the same bytes every time.
export default defineConfig({
  base: '/',
  publicDir: false,
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
})
