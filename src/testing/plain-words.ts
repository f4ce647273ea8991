/** Words of the program and not of people: a code, a fingerprint, an hour, a zone, JSON, a number. */
const plain = [
  '[a-z0-9][a-z0-9:._-]*',
  String.raw`[\w-]{20,}`,
  String.raw`\d\d:\d\d.*`,
  '[A-Z][a-z]+/[A-Za-z_/]+',
  String.raw`[\[{].*`,
  String.raw`[\d.+ ()-]+`,
  '[A-Z0-9-]{2,12}',
]

/** Those as one pattern of PostgreSQL: a text that is nothing else was not written by a person. */
export const plainWhole = `^(${plain.join('|')})$`
