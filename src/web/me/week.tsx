import type { WeekHours } from '../doors.ts'
import { hoursWords } from '../words.ts'

/** How the week stands, in a sentence or two for whose week it is. */
function standsWords(goal: number, done: number, planned: number): string {
  const reach = done + planned
  if (done >= goal) return 'You have reached it.'
  if (reach >= goal) return 'As planned, you reach it.'
  return planned > 0 ? `As planned, you reach ${hoursWords(reach)}.` : `So far it is ${hoursWords(done)}.`
}

/** The own week: what is done, what is planned, and what to do when hours are missing. */
export function Week({ week }: { week: WeekHours & { prescribed: number } }) {
  const { prescribed: goal, credited: done, coming: planned } = week
  const most = Math.max(goal, done + planned, 1)
  const missing = Math.max(0, goal - done - planned)
  const share = (minutes: number) => ({ width: `${(minutes / most) * 100}%` })
  const words = [
    { word: 'done', minutes: done, shape: 'a' },
    { word: 'planned', minutes: planned, shape: 's' },
    { word: 'not planned yet', minutes: missing, shape: 'g' },
  ].filter(each => each.minutes > 0 || each.shape === 'a')
  const parts = words.map(each => `${hoursWords(each.minutes)} ${each.word}`)
  return (
    <section className="own-week" aria-labelledby="hours">
      <h2 id="hours">This week</h2>
      <p>
        <b>Your goal is {hoursWords(goal)}.</b> {standsWords(goal, done, planned)}
      </p>
      <div className="bar3" role="img" aria-label={`${parts.join(', ')}, of ${hoursWords(goal)} this week`}>
        {words.map(each => (
          <i key={each.shape} className={each.shape} style={share(each.minutes)} />
        ))}
      </div>
      <p className="key" aria-hidden="true">
        {words.map(each => (
          <span key={each.shape}>
            <i className={each.shape} />
            {hoursWords(each.minutes)} {each.word}
          </span>
        ))}
      </p>
      {missing > 0 ? (
        <p className="quiet">
          Missing hours does not end your care. Tell your counselor or the front desk: another time this week may fit.
        </p>
      ) : null}
    </section>
  )
}
