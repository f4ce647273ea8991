import { useEffect, useState } from 'react'

/** What a card holds, so that a tablet knows it from any other code. */
const cardText = (card: string) => `footbridge:card:${card}`

/** The dark squares of a code as one path, each square one unit. */
function pathOf(squares: readonly (readonly boolean[])[]): string {
  return squares.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
}

/** A card to hold before the tablet by the door, drawn here: what is in it goes nowhere. Dark on light at night too. */
export function CardCode({ card, label }: { card: string; label: string }) {
  const [drawn, setDrawn] = useState<{ path: string; size: number }>()
  useEffect(() => {
    let here = true
    void import('qr').then(({ encodeQR }) => {
      const squares = encodeQR(cardText(card), 'raw', { ecc: 'medium', border: 2 })
      if (here) setDrawn({ path: pathOf(squares), size: squares.length })
    })
    return () => {
      here = false
    }
  }, [card])
  const size = drawn?.size ?? 1
  return (
    <svg
      className="card-code"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      {drawn ? <path d={drawn.path} fill="#000" /> : null}
    </svg>
  )
}
