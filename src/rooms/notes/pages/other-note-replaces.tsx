import { Chip, Notice } from '#web/ui/chip.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Link } from '#web/ui/route.tsx'
import type { Draft } from './other-note-words.ts'

/** Of a note that is written again: what its supervisor said, and what becomes of the one before. */
export function Replaces({ draft }: { draft: Draft }) {
  const words = useWords(draft.zone)
  if (!draft.replaces) return null
  const { id, returned } = draft.replaces
  return (
    <Notice kind="due">
      {returned ? (
        <>
          <b>{returned.as}</b> returned it {words.day(returned.at)}, {words.time(returned.at)}: {returned.comment}
          <br />
        </>
      ) : null}
      What you sign here stands instead of <Link to={`/staff/notes/signed/${id}`}>the note that came back</Link>, which
      stays as it was, folded beneath.
    </Notice>
  )
}

/** That a part was taken over and not changed since, and what that means for the signature. */
export function CopiedMark({ draft, name }: { draft: Draft; name: string }) {
  if (!draft.copied.includes(name)) return null
  if (draft.replaces) return <Chip kind="quiet">As in the note that came back</Chip>
  return <Chip kind="due">Copied from an earlier note. Change it, or it stops the signing</Chip>
}
