/** How long the page has to draw what an act changed: a list that was asked again is drawn a moment after. */
const settleMs = 120

const isFree = () => document.activeElement === null || document.activeElement === document.body

function giveTo(element: HTMLElement | null | undefined): void {
  if (!element) return
  if (!element.matches('a, button, input, select, textarea, [tabindex]')) element.tabIndex = -1
  element.focus()
}

/** The row that now stands where a row stood, when its table still has one. */
function rowAt(table: HTMLTableElement | null, at: number): HTMLElement | undefined {
  const rows = table?.isConnected ? [...table.querySelectorAll<HTMLElement>('tbody > tr[tabindex]')] : []
  return rows[Math.min(at, rows.length - 1)]
}

/**
 * Where the keyboard is now. What it answers gives it back there once a drawer or a message is gone, unless somebody
 * has moved on: to the row that came in the place of a row that went away, else to the page's heading. A keyboard that
 * was nowhere stays there, for keys that hold for the whole page.
 */
export function focusPlace(from: Element | null = document.activeElement): () => void {
  if (!(from instanceof HTMLElement) || from === document.body) return () => undefined
  const table = from.closest('table')
  const row = from.closest('tbody > tr')
  const at = row ? [...(row.parentElement?.children ?? [])].indexOf(row) : 0
  const back = () => {
    if (!isFree()) return
    if (from.isConnected) from.focus()
    if (isFree()) giveTo(rowAt(table, at) ?? document.querySelector<HTMLElement>('main h1'))
  }
  return () => {
    back()
    setTimeout(back, settleMs)
  }
}
