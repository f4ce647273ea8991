import Pdf from 'pdfkit'
import { drawable, fonts } from './letters.ts'

/** One block of a document, as somebody who listens to it is told what it is. */
export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string; beside?: string }
  | { kind: 'paragraph'; text: string; look?: 'quiet' | 'strong' }
  | { kind: 'list'; items: readonly string[]; look?: 'quiet' }
  /** Facts, a word and what it is in each row. */
  | { kind: 'table'; rows: readonly { word: string; value: string }[] }

/** A part of a document; `mark` is its line in the reader’s contents. */
export type Section = { mark: string; ruled?: boolean; blocks: readonly Block[] }

/** What is written as a document. Nothing here asks a clock: `writtenAt` is the day that it says. */
export type Paper = {
  title: string
  /** The language of its words, `en-US`. */
  language: string
  writtenAt: string
  size: 'letter' | 'a4'
  /** Stands above every page and below it, and is not read aloud. */
  head: string
  foot: string
  pageWords(page: number, of: number): string
  /** Taken one after the other, so that a thousand need not be there at once. */
  sections: Iterable<Section>
}

type Doc = InstanceType<typeof Pdf>
type Tag = ReturnType<Doc['struct']>

const sizes = { letter: [612, 792], a4: [595.28, 841.89] } as const
const margin = { top: 64, bottom: 60, side: 62 }
const ink = { usual: '#1b1f1d', quiet: '#565d5a', line: '#c9cfcb' }
/** How many letters are set before others get their turn, and pages that are put away. */
const [lettersATurn, pagesATurn] = [2500, 12]

/** Says that the document is meant to be read by everybody: PDF/UA-1. */
const accessible = `
  <rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
    <pdfuaid:part>1</pdfuaid:part>
  </rdf:Description>
`

// The package writes a title into XML as it is.
const plainTitle = (title: string) => oneLine(title).replaceAll('&', 'and').replace(/[<>]/g, '')

const otherTurn = () => new Promise<void>(resolve => setImmediate(resolve))

/** Writes a tagged document; others get their turn again and again while it is written. */
export async function writePdf(paper: Paper): Promise<Uint8Array<ArrayBuffer>> {
  const writtenAt = new Date(paper.writtenAt)
  const doc = new Pdf({
    size: [...sizes[paper.size]],
    margins: { top: margin.top, bottom: margin.bottom, left: margin.side, right: margin.side },
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: paper.language,
    bufferPages: true,
    autoFirstPage: false,
    info: { Title: plainTitle(paper.title), Producer: 'Footbridge', Creator: 'Footbridge', CreationDate: writtenAt },
  })
  doc.appendXML(accessible)
  doc.registerFont('usual', fonts.usual)
  doc.registerFont('strong', fonts.strong)
  const pieces = gathered()
  doc.on('data', pieces.add)
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', () => resolve())
    doc.on('error', reject)
  })
  const pages = keptPages(doc)
  doc.addPage()
  const root = doc.struct('Document')
  doc.addStructure(root)
  let since = 0
  for (const section of paper.sections) {
    const tag = doc.struct('Sect')
    root.add(tag)
    if (section.ruled) rule(doc)
    for (const [at, block] of section.blocks.entries()) {
      const before = doc.bufferedPageRange().count
      roomFor(doc, block)
      if (at === 0) doc.outline.addItem(drawable(section.mark).replaceAll('\n', ' '))
      since += set(doc, tag, block)
      if (since < lettersATurn && doc.bufferedPageRange().count === before) continue
      since = 0
      await otherTurn()
    }
    tag.end()
  }
  root.end()
  await putAway(doc, pages, paper)
  doc.end()
  await ended
  return pieces.all()
}

/** The package says what it writes word by word; a hundred thousand small pieces would take ten times their room. */
function gathered() {
  const large: Uint8Array[] = []
  let small: Uint8Array[] = []
  const gather = () => {
    large.push(Buffer.concat(small))
    small = []
  }
  return {
    add: (piece: Uint8Array) => {
      if (small.push(piece) >= 4096) gather()
    },
    all: () => {
      gather()
      return new Uint8Array(Buffer.concat(large))
    },
  }
}

const widthOf = (doc: Doc) => doc.page.width - 2 * margin.side
const leftOn = (doc: Doc) => doc.page.height - margin.bottom - doc.y

/** A heading stands above what it is the heading of, never alone at the foot of a page. */
function roomFor(doc: Doc, block: Block): void {
  if (leftOn(doc) < (block.kind === 'heading' ? { 1: 120, 2: 96, 3: 48 }[block.level] : 16)) doc.addPage()
}

function rule(doc: Doc): void {
  if (leftOn(doc) < 110) {
    doc.addPage()
    return
  }
  const y = doc.y + 14
  doc.markContent('Artifact', { type: 'Layout' })
  doc.moveTo(margin.side, y).lineTo(margin.side + widthOf(doc), y)
  doc.lineWidth(0.6).strokeColor(ink.line).stroke()
  doc.endMarkedContent()
  doc.y = y + 14
}

const headings = {
  1: { tag: 'H1', size: 19, above: 0, below: 6 },
  2: { tag: 'H2', size: 13.5, above: 0, below: 3 },
  3: { tag: 'H3', size: 10, above: 7, below: 1 },
} as const

/** Sets one block at the place that is reached; how many letters it has. */
function set(doc: Doc, into: Tag, block: Block): number {
  if (block.kind === 'list') return list(doc, into, block)
  if (block.kind === 'table') return table(doc, into, block.rows)
  if (block.kind === 'heading') {
    const { tag, size, above, below } = headings[block.level]
    const text = oneLine(block.text)
    doc.y += above
    into.add(doc.struct(tag, {}, [write(doc, text, { font: 'strong', size, color: ink.usual })]))
    doc.y += below
    return text.length
  }
  const quiet = block.look === 'quiet'
  let letters = 0
  for (const text of drawable(block.text).split(/\n\s*\n/)) {
    const words = text.replace(/^\n+|\s+$/g, '')
    if (words.trim() === '') continue
    if (leftOn(doc) < 16) doc.addPage()
    const look = { font: block.look === 'strong' ? 'strong' : 'usual', size: quiet ? 9 : 10 }
    into.add(doc.struct('P', {}, [write(doc, words, { ...look, color: quiet ? ink.quiet : ink.usual })]))
    doc.y += 4
    letters += words.length
  }
  return letters
}

const oneLine = (text: string) => drawable(text).replace(/\s*\n\s*/g, ' ')

// The package takes seconds to break a word of thousands of letters.
const broken = (text: string) => text.replace(/\S{90}(?=\S)/gu, '$&\n')

type Look = { font: string; size: number; color: string; x?: number; width?: number }

/** What writes a text, for the tag that it stands in. */
function write(doc: Doc, text: string, { font, size, color, x = margin.side, width = widthOf(doc) }: Look) {
  return () => {
    doc.font(font).fontSize(size).fillColor(color)
    // A tag with nothing in it is no tag: what is empty is a space.
    doc.text(broken(text) || ' ', x, doc.y, { width, lineGap: size * 0.22 })
  }
}

function list(doc: Doc, into: Tag, { items, look }: Extract<Block, { kind: 'list' }>): number {
  const all = doc.struct('L')
  into.add(all)
  const [size, color] = look === 'quiet' ? [9, ink.quiet] : [10, ink.usual]
  const texts = items.map(oneLine)
  for (const text of texts) {
    if (leftOn(doc) < 16) doc.addPage()
    const item = doc.struct('LI')
    all.add(item)
    const y = doc.y
    const page = doc.bufferedPageRange().count
    item.add(doc.struct('Lbl', {}, [write(doc, '•', { font: 'usual', size, color, width: 10 })]))
    if (doc.bufferedPageRange().count === page) doc.y = y
    const indented = { x: margin.side + 12, width: widthOf(doc) - 12 }
    item.add(doc.struct('LBody', {}, [write(doc, text, { font: 'usual', size, color, ...indented })]))
    doc.y += 2
  }
  all.end()
  return texts.reduce((sum, text) => sum + text.length, 0)
}

// What is said of a tag, and that it heads its row: the package's types do not know of it yet.
const plainly: NonNullable<Parameters<Doc['struct']>[1]> = {}
const ofRow = Object.assign({ scope: 'Row' }, plainly)

/** How wide the words of facts stand. */
const wordWidth = 128

function table(doc: Doc, into: Tag, rows: readonly { word: string; value: string }[]): number {
  const all = doc.struct('Table')
  into.add(all)
  let letters = 0
  for (const { word, value } of rows) {
    const [head, cell] = [oneLine(word), oneLine(value)]
    const beside = { x: margin.side + wordWidth, width: widthOf(doc) - wordWidth }
    doc.font('usual').fontSize(10)
    if (leftOn(doc) < Math.min(doc.heightOfString(cell || ' ', { width: beside.width, lineGap: 2.2 }), 200))
      doc.addPage()
    const row = doc.struct('TR')
    all.add(row)
    const y = doc.y
    const th = { font: 'usual', size: 10, color: ink.quiet, width: wordWidth - 12 }
    row.add(doc.struct('TH', ofRow, [write(doc, head, th)]))
    const after = doc.y
    doc.y = y
    row.add(doc.struct('TD', {}, [write(doc, cell, { font: 'usual', size: 10, color: ink.usual, ...beside })]))
    doc.y = Math.max(doc.y, after) + 3
    letters += head.length + cell.length
  }
  all.end()
  return letters
}

type Page = Doc['page']

/** The pages of a document. One that is full is packed at once: a thousand unpacked would take the room of a house. */
function keptPages(doc: Doc): Page[] {
  const pages: Page[] = []
  doc.on('pageAdded', () => {
    pages.at(-1)?.content.end('')
    pages.push(doc.page)
  })
  return pages
}

/** Writes what stands above and below each page, now that it is known how many there are, and puts the pages away. */
async function putAway(doc: Doc, pages: readonly Page[], paper: Paper): Promise<void> {
  pages.at(-1)?.content.end('')
  for (const [at, page] of pages.entries()) {
    doc.switchToPage(at)
    const full = page.content
    page.content = doc.ref({})
    Object.assign(page.dictionary.data, { Contents: [full, page.content] })
    // Else the foot would begin another page.
    page.margins.bottom = 0
    around(doc, paper, paper.pageWords(at + 1, pages.length))
    if (at % pagesATurn === pagesATurn - 1) await otherTurn()
  }
  for (let from = 0; from < pages.length; from += pagesATurn) {
    // It would end them all in one go.
    Reflect.set(doc, '_pageBuffer', pages.slice(from, from + pagesATurn))
    doc.flushPages()
    await otherTurn()
  }
}

function around(doc: Doc, { head, foot }: Paper, pageWords: string): void {
  const [width, below] = [widthOf(doc), doc.page.height - margin.bottom + 22]
  const line = (text: string, y: number, align: 'left' | 'right') =>
    doc.text(oneLine(text), margin.side, y, { width, align, height: 12, ellipsis: true, lineBreak: true })
  doc.markContent('Artifact', { type: 'Pagination' })
  doc.font('usual').fontSize(8).fillColor(ink.quiet)
  line(head, 34, 'left')
  doc.moveTo(margin.side, 49).lineTo(margin.side + width, 49)
  doc.lineWidth(0.6).strokeColor(ink.line).stroke()
  line(foot, below, 'left')
  line(pageWords, below, 'right')
  doc.endMarkedContent()
}
