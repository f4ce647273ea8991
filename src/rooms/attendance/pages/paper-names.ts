/** Names as a paper on a table may show them: `Rosa D.`, with one more letter where two would read alike. */
export function paperNames(names: readonly string[]): string[] {
  const short = names.map(name => shortened(name, 1))
  return names.map((name, at) => {
    const alike = short.filter(each => each === short[at]).length > 1
    return alike ? shortened(name, 2) : (short[at] ?? '')
  })
}

function shortened(name: string, letters: number): string {
  const [first = '', ...rest] = name.trim().split(/\s+/)
  const family = [...(rest.at(-1) ?? '')].slice(0, letters).join('')
  return family ? `${first} ${family}.` : first
}
