import type { Instant } from '#kernel/time.ts'
import { useWords } from '#web/ui/me.tsx'
import { Link } from '#web/ui/route.tsx'
import type { AssessmentLine } from '../queries.ts'
import { familyName, type Lens } from './week-plan.ts'

type AssessmentBlockProps = {
  assessment: AssessmentLine
  now: Instant
  lens?: Lens
  /** No hour stands beside it, so its block says its time. */
  timed?: boolean
  zone?: string | undefined
}

/**
 * An assessment in the week: whose it is by the code alone, who holds it and where. It opens the page on which it can
 * be moved, for those who may read inquiries.
 */
export function AssessmentBlock({ assessment, now, lens = 'track', timed = true, zone }: AssessmentBlockProps) {
  const words = useWords(assessment.zone)
  const { code, contactId, startsAt, endsAt, staff, room, site } = assessment
  const parts = [
    ...(timed ? [`${words.time(startsAt)}${zone ? ` ${zone}` : ''}`] : []),
    ...(lens === 'facilitator' ? [] : [familyName(staff)]),
    ...(lens === 'room' ? [] : [room]),
  ]
  const looks = `ses assess ${endsAt <= now ? 'past' : ''}`
  const says = (
    <>
      <b>
        <span>Assessment,</span> <span>{code}</span>
      </b>
      <span>{parts.join(', ')}</span>
      <span className="vh">{`${site}, ${words.day(startsAt)}, ${words.span(startsAt, endsAt)}`}</span>
    </>
  )
  if (contactId === null) return <div className={looks}>{says}</div>
  return (
    <Link className={looks} to={`/staff/inquiries/call/${contactId}`}>
      {says}
    </Link>
  )
}
