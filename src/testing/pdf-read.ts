import { inflateSync } from 'node:zlib'
import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFNumber, PDFRawStream, PDFString } from 'pdf-lib'

/** A tag of a document, as somebody hears it who has it read aloud. */
export type ReadTag = { role: string; scope: string | null; text: string; inner: ReadTag[] }

/** What a PDF says, read from its streams and not from who wrote it. */
export type ReadPdf = {
  pages: number
  title: string
  language: string
  /** Whether it says that it is tagged, shows its title, and calls itself PDF/UA. */
  says: { marked: boolean; showsTitle: boolean; accessible: boolean; tabs: boolean }
  tags: ReadTag[]
  /** Words of the page that are not read aloud, page by page. */
  artifacts: string[]
  /** Words in no tag and no artifact. */
  loose: string[]
  /** Marked content that the tree does not hold, that it holds twice, or that another tag answers for. */
  lost: string[]
  /** The lines of the reader’s contents. */
  contents: string[]
  /** Every word that is to be seen. */
  text: string
}

const wordOf = (value: unknown) =>
  value instanceof PDFHexString || value instanceof PDFString ? value.decodeText() : ''
const nameOf = (value: unknown) => (value instanceof PDFName ? value.decodeText() : '')
const at = (dict: PDFDict | undefined, key: string) => dict?.lookup(PDFName.of(key))
const dictAt = (dict: PDFDict | undefined, key: string) => {
  const value = at(dict, key)
  return value instanceof PDFDict ? value : undefined
}
const everyOf = (list: PDFArray) => Array.from({ length: list.size() }, (_, n) => list.lookup(n))
const listAt = (dict: PDFDict | undefined, key: string): unknown[] => {
  const value = at(dict, key)
  if (value === undefined) return []
  return value instanceof PDFArray ? everyOf(value) : [value]
}
const plainOf = (stream: unknown) => {
  if (!(stream instanceof PDFRawStream)) return Buffer.alloc(0)
  const bytes = Buffer.from(stream.contents)
  return nameOf(stream.dict.lookup(PDFName.of('Filter'))) === 'FlateDecode' ? inflateSync(bytes) : bytes
}

/** Which letters the numbers of a font stand for. */
function lettersOf(font: PDFDict | undefined): (hex: string) => string {
  const map = new Map<string, string>()
  const cmap = plainOf(at(font, 'ToUnicode')).toString('latin1')
  // One shape may stand for several letters, an arrow for `->`: their codes are parted by spaces.
  const letters = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le')
  for (const [, from = '', many = ''] of cmap.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi))
    for (const [n, each] of [...many.matchAll(/<([0-9a-f ]+)>/gi)].entries())
      map.set((Number.parseInt(from, 16) + n).toString(16).padStart(4, '0'), letters(each[1] ?? ''))
  return hex => (hex.match(/.{4}/g) ?? []).map(each => map.get(each.toLowerCase()) ?? '\u{FFFD}').join('')
}

type Said = { mcid: number | null; artifact: boolean; text: string }

/** What marks a part of a page, ends it, chooses a font, or writes. */
const signs = /\/(\w+)\s+(?:BMC|<<([\s\S]*?)>>\s+BDC)|(EMC)|\/(\w+) [\d.]+ Tf|\[([^\]]*)\] TJ/g

/** What a page says, each run with the mark that it stands in; what is marked and empty is a run without words. */
function saidOn(page: PDFDict): Said[] {
  const fonts = dictAt(dictAt(page, 'Resources'), 'Font')
  const letters = new Map<string, (hex: string) => string>()
  const marks: Omit<Said, 'text'>[] = []
  const said: Said[] = []
  let font = ''
  const content = listAt(page, 'Contents').map(each => plainOf(each).toString('latin1'))
  for (const [, tag, more = '', end, chosen, words] of content.join('\n').matchAll(signs)) {
    const standing = marks.at(-1) ?? { mcid: null, artifact: false }
    if (tag !== undefined) {
      const mcid = /\/MCID (\d+)/.exec(more)?.[1]
      const own = { mcid: mcid === undefined ? standing.mcid : Number(mcid), artifact: tag === 'Artifact' }
      marks.push({ ...own, artifact: own.artifact || standing.artifact })
      said.push({ mcid: own.mcid, artifact: own.artifact || standing.artifact, text: '' })
    } else if (end) marks.pop()
    else if (chosen !== undefined) font = chosen
    else if (words !== undefined) {
      const read = letters.get(font) ?? lettersOf(dictAt(fonts, font))
      letters.set(font, read)
      said.push({
        ...standing,
        text: [...words.matchAll(/<([0-9a-f ]+)>/gi)].map(each => read(each[1] ?? '')).join(''),
      })
    }
  }
  return said
}

const wordsOf = (runs: readonly Said[]) => runs.flatMap(each => (each.text ? [each.text] : [])).join('\n')

/** Reads a PDF. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false })
  const { catalog } = document
  const pages = document.getPages().map(page => page.node)
  const said = pages.map(saidOn)
  const taken = new Map<string, string>()
  const lost: string[] = []
  const root = dictAt(catalog, 'StructTreeRoot')
  const parents = parentsOf(root)
  const read = (tag: PDFDict): ReadTag => {
    const inner: ReadTag[] = []
    const own: string[] = []
    const take = (page: PDFDict | undefined, mcid: number) => {
      const on = page ? pages.findIndex(each => Object.is(each, page)) : -1
      const key = `${on}/${mcid}`
      if (on < 0 || taken.has(key)) lost.push(key)
      if (parents.get(nameOfPage(pages[on]))?.[mcid] !== tag) lost.push(`${key} is another’s`)
      taken.set(key, '')
      own.push(...(said[on] ?? []).filter(each => each.mcid === mcid && !each.artifact).map(each => each.text))
    }
    for (const kid of listAt(tag, 'K')) {
      if (kid instanceof PDFNumber) take(dictAt(tag, 'Pg'), kid.asNumber())
      else if (!(kid instanceof PDFDict)) lost.push('a kid of no kind')
      else if (nameOf(at(kid, 'Type')) === 'MCR') {
        const mcid = at(kid, 'MCID')
        take(dictAt(kid, 'Pg'), mcid instanceof PDFNumber ? mcid.asNumber() : -1)
      } else inner.push(read(kid))
    }
    const scope = nameOf(at(dictAt(tag, 'A'), 'Scope')) || null
    return { role: nameOf(at(tag, 'S')), scope, text: own.join(''), inner }
  }
  const tags = listAt(root, 'K').flatMap(each => (each instanceof PDFDict ? [read(each)] : []))
  for (const [on, runs] of said.entries())
    for (const { mcid } of runs.filter(each => each.mcid !== null && !each.artifact))
      if (!taken.has(`${on}/${mcid}`)) lost.push(`${on}/${mcid}`)
  const metadata = plainOf(at(catalog, 'Metadata')).toString('utf8')
  return {
    pages: pages.length,
    title: document.getTitle() ?? '',
    language: wordOf(at(catalog, 'Lang')),
    says: {
      marked: String(at(dictAt(catalog, 'MarkInfo'), 'Marked')) === 'true',
      showsTitle: String(at(dictAt(catalog, 'ViewerPreferences'), 'DisplayDocTitle')) === 'true',
      accessible: /<pdfuaid:part>1<\/pdfuaid:part>/.test(metadata),
      tabs: pages.every(page => nameOf(at(page, 'Tabs')) === 'S'),
    },
    tags,
    artifacts: said.map(runs => wordsOf(runs.filter(each => each.artifact))),
    loose: said.flatMap(runs => runs.filter(each => each.mcid === null && !each.artifact).map(each => each.text)),
    lost,
    contents: contentsOf(dictAt(catalog, 'Outlines')),
    text: said.map(wordsOf).join('\n'),
  }
}

const nameOfPage = (page: PDFDict | undefined) => String(at(page, 'StructParents'))

/** For each page, which tag answers for each of its marks. */
function parentsOf(root: PDFDict | undefined): Map<string, unknown[]> {
  const nums = listAt(dictAt(root, 'ParentTree'), 'Nums')
  const parents = new Map<string, unknown[]>()
  for (let n = 0; n < nums.length; n += 2) {
    const list = nums[n + 1]
    parents.set(String(nums[n]), list instanceof PDFArray ? everyOf(list) : [])
  }
  return parents
}

function contentsOf(outline: PDFDict | undefined): string[] {
  const lines: string[] = []
  for (let item = dictAt(outline, 'First'); item; item = dictAt(item, 'Next')) lines.push(wordOf(at(item, 'Title')))
  return lines
}

/** Every tag with its place in the tree, in the order of reading. */
export const tagsIn = (tags: readonly ReadTag[]): ReadTag[] => tags.flatMap(tag => [tag, ...tagsIn(tag.inner)])
