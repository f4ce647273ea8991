import { Button } from './button.tsx'

type StepsProps = {
  /** What each step is one of; it stands in the words of the buttons. */
  of: 'week' | 'month'
  onBack: () => void
  onNow: () => void
  onOn: () => void
}

/** One week back, this week, one week on. */
export function Steps({ of, onBack, onNow, onOn }: StepsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: three buttons that belong together, not fields of a form
    <div className="steps" role="group" aria-label={of === 'month' ? 'Month' : 'Week'}>
      <Button icon="left" onPress={onBack}>
        <span className="vh">{`One ${of} back`}</span>
      </Button>
      <Button onPress={onNow}>This {of}</Button>
      <Button icon="right" onPress={onOn}>
        <span className="vh">{`One ${of} on`}</span>
      </Button>
    </div>
  )
}
