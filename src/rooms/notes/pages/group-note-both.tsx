import type { ReactNode } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'

type BothProps = {
  /** Whose text or which part, in words. */
  what: string
  /** Where the other text is from: somebody else's from the house, or one's own that lay on this device. */
  of: 'house' | 'device'
  mine: ReactNode
  theirs: ReactNode
  onMine: () => void
  onTheirs: () => void
}

const wordsOf = {
  house: {
    says: 'was changed by someone else while you wrote.',
    mine: 'Yours, on this page',
    theirs: 'Theirs, saved',
    take: 'Take theirs',
  },
  device: {
    says: 'lay on this device in other words of yours.',
    mine: 'On this page',
    theirs: 'From this device',
    take: 'Take these',
  },
} as const

/** Two texts of the same part: both of them, and the choice. Neither is lost before it is made. */
export function Both({ what, of, mine, theirs, onMine, onTheirs }: BothProps) {
  const words = wordsOf[of]
  return (
    <div className="both">
      <Notice kind="risk" live>
        <b>
          {what} {words.says}
        </b>{' '}
        Both texts stand here; choose one.
      </Notice>
      <div className="both-texts">
        <section aria-label={words.mine}>
          <h3>{words.mine}</h3>
          <blockquote>{mine || '(empty)'}</blockquote>
          <Button small onPress={onMine}>
            Keep mine
          </Button>
        </section>
        <section aria-label={words.theirs}>
          <h3>{words.theirs}</h3>
          <blockquote>{theirs || '(empty)'}</blockquote>
          <Button small onPress={onTheirs}>
            {words.take}
          </Button>
        </section>
      </div>
    </div>
  )
}
