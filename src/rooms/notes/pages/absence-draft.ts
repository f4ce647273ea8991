import { type Instant, instantAt, isDay, plusDays } from '#kernel/time.ts'

/** An absence while it is written down: whole days, or some hours from the first day to the last. */
export type AbsenceDraft = { fromOn: string; untilOn: string; hours: boolean; starts: string; ends: string }

const clock = /^([01]\d|2[0-3]):[0-5]\d$/

/** From which moment to which, on the clock of a zone; undefined when it ends before it begins or is not whole. */
export function absenceSpan(draft: AbsenceDraft, zone: string): { fromAt: Instant; untilAt: Instant } | undefined {
  const { fromOn, untilOn, hours, starts, ends } = draft
  if (!isDay(fromOn) || !isDay(untilOn) || untilOn < fromOn) return undefined
  if (!hours)
    return { fromAt: instantAt(zone, fromOn, '00:00'), untilAt: instantAt(zone, plusDays(untilOn, 1), '00:00') }
  if (!clock.test(starts) || !clock.test(ends)) return undefined
  const span = { fromAt: instantAt(zone, fromOn, starts), untilAt: instantAt(zone, untilOn, ends) }
  return span.fromAt < span.untilAt ? span : undefined
}
