import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** What of the public folder the tablet's page stands on; the rest of the page comes from the bundle. */
const kioskStatics = ['/scheme.js', '/icon.svg', '/kiosk.webmanifest']

/**
 * Writes the worker that keeps the tablet's pages on the tablet: with every file that its page may ever ask for, also
 * what it loads late, and with a version that is another when any of them is.
 */
function kioskWorker(): Plugin {
  return {
    name: 'kiosk-worker',
    apply: 'build',
    generateBundle(_options, bundle) {
      const files = new Set<string>()
      const visit = (name: string): void => {
        if (files.has(name)) return
        files.add(name)
        const part = bundle[name]
        if (part?.type !== 'chunk') return
        for (const each of [...part.imports, ...part.dynamicImports]) visit(each)
        for (const each of [...(part.viteMetadata?.importedCss ?? []), ...(part.viteMetadata?.importedAssets ?? [])])
          files.add(each)
      }
      const entry = Object.values(bundle).find(part => part.type === 'chunk' && part.isEntry && part.name === 'kiosk')
      if (!entry) return
      visit(entry.fileName)
      const list = [...[...files].sort().map(file => `/${file}`), ...kioskStatics]
      const worker = readFileSync('src/web/kiosk/worker.js', 'utf8')
      const standing = ['kiosk.html', ...kioskStatics.map(file => `public${file}`)]
      const text = standing.map(file => readFileSync(`src/web/${file}`, 'utf8'))
      const version = createHash('sha256')
        .update([...list, ...text, worker].join('\n'))
        .digest('hex')
        .slice(0, 16)
      const source = worker.replace('__VERSION__', version).replace("['__FILES__']", JSON.stringify(list))
      this.emitFile({ type: 'asset', fileName: 'kiosk-worker.js', source })
    },
  }
}

/**
 * Three entries: staff pages (Mantine, TanStack), client pages and the tablet by the door (both thin). `__NONCE__` in
 * the built html is replaced by the server on every answer, so that the content policy needs no exception for inline
 * styles or scripts.
 */
export default defineConfig({
  root: 'src/web',
  base: '/',
  plugins: [react(), kioskWorker()],
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rollupOptions: { input: { staff: 'src/web/staff.html', me: 'src/web/me.html', kiosk: 'src/web/kiosk.html' } },
  },
})
