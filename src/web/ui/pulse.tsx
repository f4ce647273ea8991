import type { WeekHours } from '../doors.ts'
import { hoursWords } from '../words.ts'

declare module 'react' {
  interface CSSProperties {
    [token: `--${string}`]: string | number | undefined
  }
}

/** A week's minutes against the prescription. */
export type Hours = {
  prescribedMinutes: number
  attendedMinutes: number
  /** Still to come this week. */
  scheduledMinutes: number
  /** Likely at the end of the week; without it, attended and scheduled together. */
  forecastMinutes?: number | undefined
  /** The most that can still be reached, make-ups included. */
  atMostMinutes?: number | undefined
}

/** The minutes that are drawn of a week as the ledger tells it; null when no rule says how many it asks for. */
export function hoursOf(
  week: Pick<WeekHours, 'prescribed' | 'credited' | 'coming' | 'likely' | 'standing'>,
): Hours | null {
  if (week.prescribed === null) return null
  return {
    prescribedMinutes: week.prescribed,
    attendedMinutes: week.credited,
    scheduledMinutes: week.coming,
    forecastMinutes: week.likely,
    atMostMinutes: week.standing === 'cannot-be-met' ? week.credited + week.coming : undefined,
  }
}

/** The five states of a week. */
export type PulseState = 'on-course' | 'short' | 'cannot' | 'met' | 'none'

/** Which state a week is in. */
export function pulseState(hours: Hours): PulseState {
  const { prescribedMinutes: prescribed, attendedMinutes: attended, scheduledMinutes: scheduled } = hours
  if (prescribed > 0 && attended >= prescribed) return 'met'
  if (hours.atMostMinutes !== undefined && hours.atMostMinutes < prescribed) return 'cannot'
  if (attended + scheduled === 0) return prescribed > 0 ? 'none' : 'met'
  return forecastOf(hours) >= prescribed ? 'on-course' : 'short'
}

function forecastOf(hours: Hours): number {
  return hours.forecastMinutes ?? hours.attendedMinutes + hours.scheduledMinutes
}

/** The whole sentence that a reader hears. */
export function pulseSentence(hours: Hours, who?: string): string {
  const { attendedMinutes, prescribedMinutes, scheduledMinutes } = hours
  const sentence = [
    `${hoursWords(attendedMinutes)} attended of ${hoursWords(prescribedMinutes)} prescribed`,
    `${hoursWords(scheduledMinutes)} still scheduled`,
    `likely ${hoursWords(forecastOf(hours))} at the end of the week`,
  ].join(', ')
  return who ? `${who}: ${sentence}` : sentence
}

/** What stands beside the bar, and the color it has. */
export function pulseWords(hours: Hours): { says: string; kind: 'done' | 'due' | 'risk' } {
  const forecast = hoursWords(forecastOf(hours))
  const most = hoursWords(hours.atMostMinutes ?? 0)
  const more = hours.attendedMinutes + hours.scheduledMinutes - hours.prescribedMinutes
  const words = {
    'on-course': { says: `on course for ${forecast}`, kind: 'done' },
    short: { says: `likely ${forecast}`, kind: 'due' },
    cannot: { says: most === forecast ? `at most ${most}` : `at most ${most}, likely ${forecast}`, kind: 'risk' },
    met: { says: more > 0 ? `met, ${hoursWords(more)} over` : 'met', kind: 'done' },
    none: { says: 'no session this week', kind: 'risk' },
  } as const
  return words[pulseState(hours)]
}

const smallestDrawn = 15
const wholeTrack = 24 * 60

function Bar({ hours, triangle }: { hours: Hours; triangle: boolean }) {
  const { prescribedMinutes: prescribed, attendedMinutes: attended, scheduledMinutes: scheduled } = hours
  const most = Math.max(prescribed, attended + scheduled, 1)
  const share = (minutes: number) => `${(minutes / most) * 100}%`
  const missing = prescribed - attended - scheduled
  const forecast = forecastOf(hours)
  const over = attended + scheduled > prescribed
  return (
    <span className="pulse-bar">
      <span className={`pulse-cells${most > wholeTrack ? ' smooth' : ''}`} style={{ '--hours': most / 60 }}>
        <i className="a" style={{ width: share(attended) }} />
        <i
          className="s"
          style={missing > 0 && missing < smallestDrawn ? { flex: '1 1 0' } : { width: share(scheduled) }}
        />
        {missing >= smallestDrawn ? <i className="g" /> : null}
      </span>
      {over && prescribed > 0 ? <i className="pulse-mark" style={{ left: share(prescribed) }} /> : null}
      {triangle ? <i className="pulse-likely" style={{ '--at': share(Math.min(forecast, most)) }} /> : null}
    </span>
  )
}

type PulseProps = Hours & {
  /** `big` fills its column and has words; `small` is a row's bar. */
  size?: 'big' | 'small'
  /** Whose week, for readers in a list of people. */
  who?: string
  /** Words under the big bar instead of the usual ones. */
  says?: string
  /** `of 9 h` beside the small bar. */
  figure?: boolean
  /** The same in few words under the pointer, where no words stand beside the bar. */
  tip?: boolean
}

/** The hours pulse: a cell an hour; full is attended, pale scheduled, a thin line missing, the triangle likely. */
export function Pulse({ size = 'small', who, says, figure, tip, ...hours }: PulseProps) {
  const state = pulseState(hours)
  const words = pulseWords(hours)
  const cells = Math.max(hours.prescribedMinutes, hours.attendedMinutes + hours.scheduledMinutes) / 60
  const big = size === 'big'
  const astray = state === 'short' || state === 'cannot'
  const forecastApart = forecastOf(hours) !== hours.attendedMinutes + hours.scheduledMinutes
  return (
    <span
      className={`pulse ${state}${big ? ' big' : ''}`}
      title={
        tip
          ? `${hoursWords(hours.attendedMinutes)} of ${hoursWords(hours.prescribedMinutes)}, ${words.says}`
          : undefined
      }
      style={big ? {} : { '--w': `${Math.min(108, Math.max(54, Math.round(cells * 9)))}px` }}
    >
      <span className="pulse-img" role="img" aria-label={pulseSentence(hours, who)}>
        <Bar hours={hours} triangle={big || (astray && forecastApart)} />
      </span>
      {big ? (
        <span className="pulse-text">
          <span>
            <b>{hoursWords(hours.attendedMinutes)}</b> of {hoursWords(hours.prescribedMinutes)}
          </span>
          <span className={`small t-${words.kind}`}>{says ?? words.says}</span>
        </span>
      ) : null}
      {figure && !big ? (
        <span className="pulse-text" aria-hidden="true">
          {hoursWords(hours.attendedMinutes).replace(/ h$/, '')} <small>of {hoursWords(hours.prescribedMinutes)}</small>
        </span>
      ) : null}
    </span>
  )
}

/** What the shapes of the pulse mean. */
export function PulseLegend({ likely }: { likely?: boolean }) {
  return (
    <p className="legend">
      <span>
        <i />
        Attended
      </span>
      <span>
        <i className="s" />
        Scheduled
      </span>
      <span>
        <i className="g" />
        Missing
      </span>
      {likely ? (
        <span>
          <i className="f" />
          Likely
        </span>
      ) : null}
    </p>
  )
}
