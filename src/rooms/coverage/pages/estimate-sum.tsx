import type { OutputOf } from '#kernel/door.ts'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { moneyWords } from '../coverage.ts'
import type { estimateHere } from '../policies.ts'

/** What was worked out: a range, or why nobody guesses. */
export type Estimate = OutputOf<typeof estimateHere>['range']
export type RangeOf = Extract<Estimate, { kind: 'range' }>

/** `$600 to $1,194`, or one amount. */
export const rangeWords = ({ least, most }: { least: number; most: number }, to = 'to') =>
  least === most ? moneyWords(most) : `${moneyWords(least)} ${to} ${moneyWords(most)}`

/** What was worked out, in sums, with everything it stands on. */
export function Sum({ range }: { range: Estimate }) {
  if (range.kind === 'ask') return <Notice kind="info">{range.words.en}</Notice>
  return <RangeShown range={range} />
}

function RangeShown({ range }: { range: RangeOf }) {
  const { monthly } = range
  return (
    <div className="estimate">
      <p className="estimate-sum">
        {rangeWords(range)}
        <span className="sub">
          {range.weeks.least} to {range.weeks.most} weeks, about {moneyWords(range.weekly)} a week
        </span>
        {monthly ? (
          <span className="sub">
            Or {moneyWords(monthly.least)} to {moneyWords(monthly.most)} a month for {monthly.months} months
          </span>
        ) : null}
      </p>
      <table className="sum">
        <caption className="vh">The sum, at least and at most</caption>
        <thead>
          <tr>
            <th scope="col">{range.share === null ? 'Full price' : `They pay ${range.share}% of`}</th>
            <th scope="col" className="num">
              {range.weeks.least} weeks
            </th>
            <th scope="col" className="num">
              {range.weeks.most} weeks
            </th>
          </tr>
        </thead>
        <tbody>
          {range.lines.map(line => {
            const { least, most } = line.yours ?? line.full
            const one = line.yoursCents ?? line.unitCents
            return (
              <tr key={line.item}>
                <th scope="row">
                  {line.words.en}
                  <span className="sub">
                    {line.counts ? [moneyWords(one), line.often?.en].filter(Boolean).join(', ') : ''}
                  </span>
                </th>
                <td className="num">{line.counts ? moneyWords(least) : 'included'}</td>
                <td className="num">{line.counts ? moneyWords(most) : 'included'}</td>
              </tr>
            )
          })}
          <tr className="sum-foot">
            <th scope="row">Their share</th>
            <td className="num">{moneyWords(range.least)}</td>
            <td className="num">{moneyWords(range.most)}</td>
          </tr>
        </tbody>
      </table>
      <h3>What was assumed</h3>
      <ul className="assumed">
        {range.assumptions.map(each => (
          <li key={each.words.en}>
            {each.words.en}
            <span className="sub">
              {each.from.en} {each.verified ? null : <Chip kind="due">Not checked</Chip>}
            </span>
          </li>
        ))}
      </ul>
      {range.goodFaith ? <p className="small quiet">{range.goodFaith.words.en}</p> : null}
    </div>
  )
}
