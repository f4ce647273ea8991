import { useWords } from '#web/ui/me.tsx'

/** The day of a session, and its hours under it. */
export function SessionWhen({ session }: { session: { onDay: string; startsAt: string; endsAt: string } }) {
  const words = useWords()
  return (
    <time dateTime={session.startsAt}>
      {words.day(session.onDay)}
      <span className="sub">{words.span(session.startsAt, session.endsAt)}</span>
    </time>
  )
}
