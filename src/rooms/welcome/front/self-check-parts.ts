import { type Html, html } from '#web/html.ts'
import { type Answers, fieldOf } from '../self-check.ts'

/** What was answered so far, carried by the form itself: nobody else keeps it. */
export function hiddenAnswers(answers: Answers, but?: string): Html[] {
  return [...answers]
    .filter(([question]) => question !== but)
    .map(([question, answer]) => html`<input type="hidden" name="${fieldOf(question)}" value="${answer}">`)
}

/** A mark before a point. */
export const mark = (path: Html) =>
  html`<svg aria-hidden="true" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor"
stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round">${path}</svg>`
