import { useState } from 'react'
import { createPortal } from 'react-dom'
import type { houseOf } from '#rooms/people/queries.ts'
import { Button } from '#web/ui/button.tsx'
import { useAsk } from '#web/ui/data.ts'
import { useHere } from '#web/ui/me.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { moneyWords } from '../coverage.ts'
import { type RangeOf, rangeWords } from './estimate-sum.tsx'
import { type PaperLanguage, paperWords, sentence } from './paper-words.ts'

type PaperProps = {
  range: RangeOf
  goodFaith: NonNullable<RangeOf['goodFaith']>
  /** Whom it is for; a line to write on where nobody is named. */
  called: string | null
}

const languages = [
  { value: 'en', label: 'English' },
  { value: 'es', label: 'Spanish' },
] as const

/** The way to the paper, with what has to be written onto it by hand. */
export function EstimatePrint(props: PaperProps) {
  const [language, setLanguage] = useState<PaperLanguage>('en')
  // The page's own place: what is printed stands beside all that is not.
  const page = document.querySelector('main')
  return (
    <div className="estimate-print">
      <Segmented label="Paper in" small options={languages} value={language} onValue={setLanguage} />
      <Button icon="print" onPress={() => window.print()}>
        Print estimate
      </Button>
      <p className="small quiet">
        Write in before you hand it over: birth date, first visit, diagnosis and service codes, NPI, tax number. They
        are lines on the paper.
      </p>
      {page ? createPortal(<EstimatePaper {...props} language={language} />, page) : null}
    </div>
  )
}

/** A line to be written on, with what belongs there. */
const Blank = ({ word }: { word: string }) => (
  <div className="blank">
    <dt>{word}</dt>
    <dd />
  </div>
)

const Said = ({ word, value }: { word: string; value: string | null | undefined }) =>
  value ? (
    <div>
      <dt>{word}</dt>
      <dd>{value}</dd>
    </div>
  ) : (
    <Blank word={word} />
  )

/** What somebody without insurance takes home, in their language. Seen in print alone. */
function EstimatePaper({ range, goodFaith, called, language }: PaperProps & { language: PaperLanguage }) {
  const { me, site } = useHere()
  const house = useAsk<typeof houseOf>('people.house', {})
  const words = paperWords[language]
  const here = house.data?.sites.find(each => each.id === site.id)
  const made = new Date().toLocaleDateString(language === 'es' ? 'es-US' : 'en-US', {
    dateStyle: 'long',
    timeZone: site.zone,
  })
  return (
    <section className="estimate-paper" aria-hidden="true" lang={language}>
      <h2>{words.title}</h2>
      <p>
        {words.sub}. {words.made} {made}.
      </p>
      <dl>
        <Said word={words.who} value={called} />
        <Blank word={words.born} />
        <Blank word={words.first} />
        <Blank word={words.diagnosis} />
        <Said word={words.from} value={me.organization.name} />
        <Said word={words.where} value={here?.address ?? site.name} />
        <Said word={words.phone} value={here?.phone} />
        <Blank word={words.npi} />
        <Blank word={words.tin} />
      </dl>
      <h3>{words.services}</h3>
      <Lines range={range} language={language} />
      <dl className="wide">
        <Blank word={words.apart} />
      </dl>
      <h3>{words.assumed}</h3>
      <ul>
        {range.assumptions.map(each => (
          <li key={each.words.en}>
            {sentence(each.words[language], each.from[language])}
            {each.verified ? '' : ` (${words.unchecked})`}
          </li>
        ))}
      </ul>
      <h3>{words.rights}</h3>
      <ul>
        {goodFaith.paper.lines.map(line => (
          <li key={line.en}>{line[language]}</li>
        ))}
      </ul>
      {goodFaith.paper.verified ? null : <p className="paper-foot">{words.words}</p>}
    </section>
  )
}

function Lines({ range, language }: { range: RangeOf; language: PaperLanguage }) {
  const words = paperWords[language]
  const times = ({ least, most }: { least: number; most: number }) => (least === most ? `${most}` : `${least}–${most}`)
  return (
    <table>
      <thead>
        <tr>
          <th>{words.service}</th>
          <th>{words.code}</th>
          <th className="num">{words.price}</th>
          <th className="num">{words.yours}</th>
          <th className="num">{words.count}</th>
          <th className="num">{words.sum}</th>
        </tr>
      </thead>
      <tbody>
        {range.lines.map(line => (
          <tr key={line.item}>
            <th>
              {line.words[language]}
              {line.often ? `, ${line.often[language]}` : ''}
            </th>
            <td />
            <td className="num">{line.counts ? moneyWords(line.unitCents) : ''}</td>
            <td className="num">{line.counts ? moneyWords(line.yoursCents ?? line.unitCents) : ''}</td>
            <td className="num">{line.counts ? times(line.counts) : ''}</td>
            <td className="num">{line.counts ? rangeWords(line.yours ?? line.full, words.to) : words.included}</td>
          </tr>
        ))}
        <tr className="paper-total">
          <th colSpan={5}>{words.total(range.weeks.least, range.weeks.most)}</th>
          <td className="num">{rangeWords(range, words.to)}</td>
        </tr>
      </tbody>
    </table>
  )
}
