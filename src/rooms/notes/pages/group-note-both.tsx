import type { ReactNode } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'

type BothProps = {
  /** Whose text or which part, in words. */
  what: string
  mine: ReactNode
  theirs: ReactNode
  onMine: () => void
  onTheirs: () => void
}

/** Two people wrote the same part: both texts, and the choice. Neither is lost before it is made. */
export function Both({ what, mine, theirs, onMine, onTheirs }: BothProps) {
  return (
    <div className="both">
      <Notice kind="risk" live>
        <b>{what} was changed by someone else while you wrote.</b> Both texts stand here; choose one.
      </Notice>
      <div className="both-texts">
        <section aria-label="Yours">
          <h4>Yours, on this page</h4>
          <blockquote>{mine || '(empty)'}</blockquote>
          <Button small onPress={onMine}>
            Keep mine
          </Button>
        </section>
        <section aria-label="Theirs">
          <h4>Theirs, saved</h4>
          <blockquote>{theirs || '(empty)'}</blockquote>
          <Button small onPress={onTheirs}>
            Take theirs
          </Button>
        </section>
      </div>
    </div>
  )
}
