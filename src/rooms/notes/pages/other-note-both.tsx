import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useWords } from '#web/ui/me.tsx'
import { minutesWords } from '#web/words.ts'
import type { OneText } from './one-text.ts'
import type { Written } from './other-note.tsx'

/** The draft was changed on another page too: both texts, and the choice. Neither is lost before it is made. */
export function BothTexts({ zone, text }: { zone: string; text: OneText<Written> }) {
  const words = useWords(zone)
  const { theirs } = text
  if (!theirs) return null
  const sides = [text.text, theirs].map(each => [
    ...each.parts,
    { name: 'When', text: `${words.day(each.startsAt)}, ${words.time(each.startsAt)}, ${minutesWords(each.minutes)}` },
    { name: 'Who reads it', text: each.restricted ? 'the care team, the director and auditors' : 'as usual' },
  ])
  const [mine = [], other = []] = sides
  const differing = mine.flatMap((part, at) => {
    const said = other[at]?.text ?? ''
    return part.text === said ? [] : [{ name: part.name, mine: part.text, other: said }]
  })

  return <Sides onMine={() => text.keepMine()} onTheirs={() => text.takeTheirs()} differing={differing} />
}

type Differing = { name: string; mine: string; other: string }
type SidesProps = { differing: readonly Differing[]; onMine: () => void; onTheirs: () => void }

function Sides({ differing, onMine, onTheirs }: SidesProps) {
  return (
    <div className="on-both">
      <Notice kind="risk" live>
        <b>You changed this note on another page too.</b> Both texts stand here; choose one. Until then nothing is
        saved.
      </Notice>
      <div className="on-sides">
        <section aria-label="On this page">
          <h2>On this page</h2>
          {differing.map(({ name, mine }) => (
            <blockquote key={name}>
              <b>{name}</b> {mine || '(empty)'}
            </blockquote>
          ))}
          <Button small onPress={onMine}>
            Keep this page’s
          </Button>
        </section>
        <section aria-label="Saved from the other page">
          <h2>Saved from the other page</h2>
          {differing.map(({ name, other }) => (
            <blockquote key={name}>
              <b>{name}</b> {other || '(empty)'}
            </blockquote>
          ))}
          <Button small onPress={onTheirs}>
            Take the other page’s
          </Button>
        </section>
      </div>
    </div>
  )
}
