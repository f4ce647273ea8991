import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { Asked } from '#web/ui/asked.tsx'
import { BothWrote } from '#web/ui/both-wrote.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useHere, useWords } from '#web/ui/me.tsx'
import { Facts, Page, Panel } from '#web/ui/page.tsx'
import { useGo } from '#web/ui/route.tsx'
import { SaveWord } from '#web/ui/state.tsx'
import { useSteady } from '#web/ui/steady.ts'
import { toast } from '#web/ui/toast.tsx'
import { savingOf, useFieldDraft } from '#web/ui/use-field-draft.ts'
import type { finishVerification, verification } from '../verifications.ts'
import { type CheckDraft, fieldWords, isAnswered, saidBefore, sectionsOf, troubleOf, wordsOf } from './check-draft.ts'
import { Question } from './check-fields.tsx'
import { type Check, checkOf } from './check-shelf.ts'

/** A call to a payer: while it goes on a form, afterwards what was said. */
export function CheckPage({ id, back }: { id: string; back: string }) {
  const asked = useAsk<typeof verification>('coverage.verification', { id })
  return (
    <Asked asked={asked} what="The call">
      {check =>
        check.finishedAt ? (
          <SaidPage check={check} back={back} />
        ) : (
          <CallPage check={check} back={back} onOver={asked.again} />
        )
      }
    </Asked>
  )
}

/** What is written of a check here, fed by what the house says. */
function useCheck(check: Check): CheckDraft {
  const { me } = useHere()
  const draft = checkOf(check, me.accountId)
  const told = useMemo(() => ({ fields: wordsOf(check.asks, check.answers), version: check.version }), [check])
  useFieldDraft(draft, told)
  return draft
}

const subOf = (check: Check) => [check.called, check.code, check.payer].filter(Boolean).join(', ')

function CallPage({ check, back, onOver }: { check: Check; back: string; onOver: () => void }) {
  const draft = useCheck(check)
  const words = draft.fields
  const { trouble } = draft
  const go = useGo()
  const shown = useWords(check.zone)
  const [at, setAt] = useState(0)
  const [looked, setLooked] = useState(false)
  const finish = useAct<typeof finishVerification>('coverage.finish-verification', {
    onDone: () => {
      toast('Finished. It never changes from now on.')
      go(back)
    },
  })
  const isOver = trouble?.code === 'stays-said'
  const over = useSteady(onOver)
  useEffect(() => {
    if (isOver) over()
  }, [isOver, over])
  const sections = sectionsOf(check.asks, words)
  const here = sections[at]
  const missing = check.asks.filter(ask => ask.needed && !isAnswered(ask, words))
  const wrong = check.asks.filter(ask => troubleOf(ask, words[ask.ask]))
  const turn = (step: number) => setAt(Math.max(0, Math.min(sections.length - 1, at + step)))
  useKeys('The call', [
    { key: 'ctrl+ArrowDown', says: 'Next section', run: () => turn(1), anywhere: true },
    { key: 'ctrl+ArrowUp', says: 'Section before', run: () => turn(-1), anywhere: true },
  ])
  async function end() {
    setLooked(true)
    const first = missing[0] ?? wrong[0]
    if (first) setAt(sections.findIndex(each => each.asks.includes(first)))
    else {
      await draft.save()
      if (draft.unsaved) toast('Not all of it is with the house yet. Finish once it says Saved.', { kind: 'info' })
      else await finish.run({ id: check.id, version: draft.version })
    }
  }
  const needed = check.asks.filter(ask => ask.needed).length
  return (
    <Page
      title="Call to the payer"
      sub={subOf(check)}
      state={
        <SaveWord
          state={savingOf(draft) ?? 'saved'}
          at={draft.savedAt && !draft.unsaved ? shown.time(draft.savedAt) : undefined}
        />
      }
      actions={
        <>
          <ButtonLink to={back}>Later</ButtonLink>
          <Button kind="primary" busy={finish.busy} onPress={() => void end()}>
            Finish
          </Button>
        </>
      }
    >
      <div className="check">
        <Sections check={check} sections={sections} at={at} onTurn={setAt}>
          {needed - missing.length} of {needed} needed answers are there. “Not said” is an answer.
        </Sections>
        <div className="stack">
          <Troubles check={check} draft={draft} />
          {finish.problem && finish.problem.places.length > 0 ? (
            <Notice kind="due" live>
              {finish.problem.places.map(each => each.says).join(' ')}
            </Notice>
          ) : null}
          {here ? (
            <Panel title={here.section} sub={`${at + 1} of ${sections.length}`} padded>
              <div className="questions">
                {here.asks.map(ask => {
                  const before = check.before && saidBefore(ask, check.before.answers, words)
                  return (
                    <Question
                      key={ask.ask}
                      ask={ask}
                      said={words[ask.ask] ?? ''}
                      onSaid={said => draft.write({ [ask.ask]: said })}
                      zone={check.zone}
                      before={before && check.before ? { said: before, saidAt: check.before.saidAt } : undefined}
                      missing={looked && ask.needed}
                    />
                  )
                })}
              </div>
              <div className="row check-turn">
                {at > 0 ? <Button onPress={() => turn(-1)}>Back</Button> : null}
                {at < sections.length - 1 ? (
                  <Button onPress={() => turn(1)}>Next: {sections[at + 1]?.section}</Button>
                ) : null}
              </div>
            </Panel>
          ) : null}
          <KeyHints
            hints={[
              { key: '1 2 3', says: 'choose an answer' },
              { key: 'ctrl+ArrowDown', says: 'next section' },
            ]}
          />
        </div>
      </div>
    </Page>
  )
}

type SectionsProps = {
  check: Check
  sections: ReturnType<typeof sectionsOf>
  at: number
  onTurn: (at: number) => void
  children: ReactNode
}

/** Whom to call, and the parts of the call with what is missing in each. */
function Sections({ check, sections, at, onTurn, children }: SectionsProps) {
  return (
    <nav className="check-nav" aria-label="Sections of the call">
      {check.payerPhone ? (
        <a className="btn full" href={`tel:${check.payerPhone.replace(/[^\d+]/g, '')}`}>
          {check.payerPhone}
        </a>
      ) : null}
      <ol>
        {sections.map((each, index) => (
          <li key={each.section}>
            <button type="button" aria-current={index === at ? 'step' : undefined} onClick={() => onTurn(index)}>
              <span>{each.section}</span>
              {each.needed > 0 ? (
                <Chip kind={each.neededDone === each.needed ? 'done' : 'due'} bare>
                  {each.neededDone} of {each.needed} needed
                </Chip>
              ) : (
                <span className="quiet small">{each.answered > 0 ? `${each.answered} answered` : ''}</span>
              )}
            </button>
          </li>
        ))}
      </ol>
      <p className="small quiet">{children}</p>
    </nav>
  )
}

const nameIn = (check: Check, name: string) => check.asks.find(each => each.ask === name)?.words ?? name

/** What was refused of what stands here, and whose answer stands where somebody else wrote one too. */
function Troubles({ check, draft }: { check: Check; draft: CheckDraft }) {
  const { trouble } = draft
  const refused = trouble && trouble.status >= 400 && trouble.status < 500 && trouble.status !== 401
  return (
    <>
      {refused ? (
        <Notice kind="risk" live>
          {trouble.says} What you wrote is still here.
        </Notice>
      ) : null}
      <BothWrote
        draft={draft}
        what="this call"
        nameOf={name => nameIn(check, name)}
        wordsOf={(name, fields) => fields[name]?.trim() || 'nothing'}
      />
    </>
  )
}

/** What was written on this device and came after somebody finished the call: it stands nowhere else. */
function CameLate({ check }: { check: Check }) {
  const draft = useCheck(check)
  const late = draft.changed
  if (late.length === 0) return null
  return (
    <Notice
      kind="due"
      live
      actions={
        <Button small onPress={() => draft.letGo()}>
          Let it go
        </Button>
      }
    >
      <b>This call was finished before these words of yours came.</b> They are on this device only. Call again to say
      more, or let them go.
      {late.map(name => (
        <span key={name} className="sub">
          {nameIn(check, name)}: {draft.fields[name]?.trim() || 'nothing'}
        </span>
      ))}
    </Notice>
  )
}

/** Everything a payer said, to be read and printed. */
function SaidPage({ check, back }: { check: Check; back: string }) {
  const words = useWords(check.zone)
  const said = new Map(check.answers.map(each => [each.ask, each.answer]))
  const shown = (ask: Check['asks'][number]) => {
    const answer = said.get(ask.ask) ?? ''
    return ask.kind === 'moment' ? `${words.day(answer)}, ${words.time(answer)}` : fieldWords(ask, answer)
  }
  const sections = sectionsOf(check.asks, {}).flatMap(({ section, asks }) => {
    const own = asks.filter(ask => said.has(ask.ask))
    return own.length > 0 ? [{ section, own }] : []
  })
  return (
    <Page
      title="What the payer said"
      sub={subOf(check)}
      actions={
        <>
          <Button icon="print" onPress={() => window.print()}>
            Print
          </Button>
          <ButtonLink to={back}>Back</ButtonLink>
        </>
      }
    >
      <div className="stack">
        {check.answers.length > 0 ? <CameLate check={check} /> : null}
        {sections.length === 0 ? <Notice kind="info">What was said here was deleted, as we promised.</Notice> : null}
        {sections.map(({ section, own }) => (
          <Panel key={section} title={section} padded>
            <Facts facts={own.map(ask => ({ word: ask.words, value: shown(ask) }))} />
          </Panel>
        ))}
        <p className="small quiet">
          {check.begunBy ? `Called by ${check.begunBy}. ` : ''}
          {check.verified ? '' : 'These questions are our own list; no payer has confirmed it.'}
        </p>
      </div>
    </Page>
  )
}
