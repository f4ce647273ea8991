import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * Two entries: staff pages (Mantine, TanStack) and client pages (thin). `__NONCE__` in the built html is replaced by the
 * server on every answer, so that the content policy needs no exception for inline styles or scripts.
 */
export default defineConfig({
  root: 'src/web',
  base: '/',
  plugins: [react()],
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rollupOptions: { input: { staff: 'src/web/staff.html', me: 'src/web/me.html' } },
  },
})
