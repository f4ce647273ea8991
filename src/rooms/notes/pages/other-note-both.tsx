import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useWords } from '#web/ui/me.tsx'
import { minutesWords } from '#web/words.ts'
import type { OneDraft } from './one-draft.ts'
import { partsIn, type Written } from './other-note-words.ts'

/** The draft was changed on another page or device too: both texts, and the choice. Neither is lost before that. */
export function BothTexts({ zone, text }: { zone: string; text: OneDraft<Written> }) {
  const words = useWords(zone)
  const { theirs } = text
  if (!theirs) return null
  const sides = [text.text, theirs.text].map(each => [
    ...partsIn(each),
    { name: 'When', text: `${words.day(each.startsAt)}, ${words.time(each.startsAt)}, ${minutesWords(each.minutes)}` },
    { name: 'Who reads it', text: each.restricted ? 'the care team, the director and auditors' : 'as usual' },
  ])
  const [mine = [], other = []] = sides
  const differing = mine.flatMap((part, at) => {
    const said = other[at]?.text ?? ''
    return part.text === said ? [] : [{ name: part.name, mine: part.text, other: said }]
  })

  return (
    <Sides of={theirs.of} onMine={() => text.keepMine()} onTheirs={() => text.takeTheirs()} differing={differing} />
  )
}

const wordsFrom = {
  house: {
    says: 'You changed this note elsewhere too.',
    other: 'Saved from the other page',
    take: 'Take the other page’s',
  },
  device: {
    says: 'Other words of yours for this note lay on this device.',
    other: 'From this device',
    take: 'Take these',
  },
} as const

type Differing = { name: string; mine: string; other: string }
type SidesProps = {
  of: keyof typeof wordsFrom
  differing: readonly Differing[]
  onMine: () => void
  onTheirs: () => void
}

function Sides({ of, differing, onMine, onTheirs }: SidesProps) {
  const from = wordsFrom[of]
  return (
    <div className="on-both">
      <Notice kind="risk" live>
        <b>{from.says}</b> Both texts stand here; choose one. Until then nothing more is saved.
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
        <section aria-label={from.other}>
          <h2>{from.other}</h2>
          {differing.map(({ name, other }) => (
            <blockquote key={name}>
              <b>{name}</b> {other || '(empty)'}
            </blockquote>
          ))}
          <Button small onPress={onTheirs}>
            {from.take}
          </Button>
        </section>
      </div>
    </div>
  )
}
