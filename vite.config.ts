import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** A page that is kept on devices: its entry, the worker that keeps it, and what it takes of the public folder. */
type KeptPage = { entry: string; worker: string; statics: string[] }

/**
 * Writes the worker that keeps a page on a device: with every file that the page may ever ask for, also what it loads
 * late, and with a version that is another when any of them is.
 */
function keptPage({ entry, worker, statics }: KeptPage): Plugin {
  return {
    name: `${entry}-worker`,
    apply: 'build',
    generateBundle: {
      // After what is only style was taken out of the scripts.
      order: 'post',
      handler(_options, bundle) {
        const files = new Set<string>()
        const visit = (name: string): void => {
          const part = bundle[name]
          if (files.has(name) || !part) return
          files.add(name)
          if (part.type !== 'chunk') return
          for (const each of [...part.imports, ...part.dynamicImports]) visit(each)
          for (const each of [...(part.viteMetadata?.importedCss ?? []), ...(part.viteMetadata?.importedAssets ?? [])])
            visit(each)
        }
        const first = Object.values(bundle).find(part => part.type === 'chunk' && part.isEntry && part.name === entry)
        if (!first) return
        visit(first.fileName)
        const list = [...[...files].sort().map(file => `/${file}`), ...statics]
        const program = readFileSync(worker, 'utf8')
        const standing = [`${entry}.html`, ...statics.map(file => `public${file}`)]
        const text = standing.map(file => readFileSync(`src/web/${file}`, 'utf8'))
        const version = createHash('sha256')
          .update([...list, ...text, program].join('\n'))
          .digest('hex')
          .slice(0, 16)
        const source = program.replace('__VERSION__', version).replace("['__FILES__']", JSON.stringify(list))
        this.emitFile({ type: 'asset', fileName: `${entry}-worker.js`, source })
      },
    },
  }
}

/** Below this a smaller file saves no packet. */
const leastBytes = 1_400

/** Lays each file of words beside itself a second and third time, small for the wire; the server sends what fits. */
function smallForTheWire(): Plugin {
  let folder = ''
  const ways = [
    { ending: 'br', small: promisify(brotliCompress) },
    { ending: 'gz', small: promisify(gzip) },
  ]
  return {
    name: 'small-for-the-wire',
    apply: 'build',
    configResolved(config) {
      folder = path.resolve(config.root, config.build.outDir)
    },
    async closeBundle() {
      const names = await readdir(folder, { recursive: true })
      const ofWords = names.filter(name => /\.(js|css|svg)$/.test(name))
      await Promise.all(
        ofWords.map(async name => {
          const text = await readFile(path.join(folder, name))
          if (text.length < leastBytes) return
          for (const { ending, small } of ways)
            await writeFile(path.join(folder, `${name}.${ending}`), await small(text))
        }),
      )
    },
  }
}

const kiosk: KeptPage = {
  entry: 'kiosk',
  worker: 'src/web/kiosk/worker.js',
  statics: ['/scheme.js', '/icon.svg', '/kiosk.webmanifest'],
}
const staff: KeptPage = { entry: 'staff', worker: 'src/web/shell/worker.js', statics: ['/scheme.js', '/icon.svg'] }

/**
 * Three entries: staff pages (Mantine, TanStack), client pages and the tablet by the door (both thin). `__NONCE__` in
 * the built html is replaced by the server on every answer, so that the content policy needs no exception for inline
 * styles or scripts.
 */
export default defineConfig({
  root: 'src/web',
  base: '/',
  plugins: [react(), keptPage(kiosk), keptPage(staff), smallForTheWire()],
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
