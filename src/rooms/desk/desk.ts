/** How long to wait before a message is tried again, in minutes, by how often it was tried; undefined gives up. */
export function pauseBeforeTry(tries: number): number | undefined {
  return [0, 1, 5, 30, 120, 720][tries]
}

/** What a file really is, by its first bytes: never by its name. */
export function sniff(bytes: Uint8Array): 'json' | 'xml' | 'pdf' | 'png' | 'jpeg' | 'text' | 'unknown' {
  const head = Buffer.from(bytes.subarray(0, 64))
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
  if (head.startsWith('%PDF-')) return 'pdf'
  if (head.startsWith('\u0089PNG')) return 'png'
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'jpeg'
  if (/^[{[]/.test(head)) return 'json'
  if (/^<\?xml|^<ClinicalDocument/.test(head)) return 'xml'
  return bytes.includes(0) ? 'unknown' : 'text'
}
