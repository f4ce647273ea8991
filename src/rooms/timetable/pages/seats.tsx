/** How many seats are taken, as figures and as a bar. */
export function Seats({ taken, capacity }: { taken: number; capacity: number }) {
  const share = `${Math.min(100, (taken / capacity) * 100)}%`
  return (
    <span className="seats">
      <span className="seats-bar" aria-hidden="true">
        <i style={{ width: share }} />
      </span>
      <span className={taken >= capacity ? 't-due' : ''}>
        {taken} of {capacity}
      </span>
    </span>
  )
}
