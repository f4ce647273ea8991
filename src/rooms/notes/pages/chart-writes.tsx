import { ButtonLink } from '#web/ui/button.tsx'
import { useKeys } from '#web/ui/keys.tsx'
import { useMay } from '#web/ui/me.tsx'
import { Link, useGo } from '#web/ui/route.tsx'
import './chart-writes.css'

/** What one may write about this client: a note for the chart; for who keeps them, counseling notes apart from it. */
export function ChartWrites({ clientId }: { clientId: string }) {
  const may = useMay()
  const go = useGo()
  const to = `/staff/clients/${clientId}/notes/new`
  const writes = may('notes.to-write')
  useKeys('This chart', writes ? [{ key: 'w', says: 'Write a note', run: () => go(to) }] : [])
  if (!writes) return null
  return (
    <div className="row chart-writes">
      <ButtonLink to={to} icon="note" small hint="W">
        Write a note
      </ButtonLink>
      {may('notes.counseling') ? (
        <Link to={`/staff/clients/${clientId}/counseling`} className="small">
          Your counseling notes
        </Link>
      ) : null}
    </div>
  )
}
