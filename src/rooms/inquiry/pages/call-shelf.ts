import { act, ask, Problem } from '#kernel/client.ts'
import type { OutputOf } from '#kernel/door.ts'
import { FieldDrafts } from '#web/ui/field-drafts.ts'
import type { begin, contactOf, save } from '../contacts.ts'
import { askers, callDoor, languages, sayings, ways, wishes } from '../inquiry.ts'
import { CallDraft, type CallFields, type CallPatch, emptyCall } from './call-draft.ts'

// Every call that is being written on this page, and how what lies on this device of others gets to the house.

/** A call as the house tells it. */
export type Contact = OutputOf<typeof contactOf>

/** What stands in the fields of a call that the house knows. */
export function fieldsOf(contact: Contact): CallFields {
  const { language, asker, caller, relation, say, callWhen, mayMail, mayText, need, urgency, came } = contact
  return {
    ...{ language, asker, caller, say, callWhen, mayMail, mayText, need, urgency, came },
    relation: relation ?? '',
    siteId: contact.siteId ?? '',
    callerPhone: contact.callerPhone ?? '',
    callerMail: contact.callerMail ?? '',
    given: contact.given ?? '',
    family: contact.family ?? '',
    bornOn: contact.bornOn ?? '',
    pronouns: contact.pronouns ?? '',
    sourceId: contact.sourceId ?? '',
  }
}

const oneOf = <Word extends string>(words: readonly Word[], said: string | undefined): Word | undefined =>
  words.find(word => word === said)
const orNull = (said: string | undefined) => (said === undefined ? undefined : said.trim() || null)

/** What is sent of the fields that changed. */
function wireOf(patch: CallPatch) {
  const { caller, need, mayMail, mayText, urgency } = patch
  const words = {
    ...{ caller, need, mayMail, mayText, urgency },
    came: oneOf(ways, patch.came),
    language: oneOf(languages, patch.language),
    asker: oneOf(askers, patch.asker),
    say: oneOf(sayings, patch.say),
    callWhen: oneOf(wishes, patch.callWhen),
    siteId: orNull(patch.siteId),
    callerPhone: orNull(patch.callerPhone),
    callerMail: orNull(patch.callerMail),
    relation: orNull(patch.relation),
    given: orNull(patch.given),
    family: orNull(patch.family),
    bornOn: orNull(patch.bornOn),
    pronouns: orNull(patch.pronouns),
    sourceId: orNull(patch.sourceId),
  }
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined))
}

/** The calls that are being written here. A call that was never begun is not there yet; what lies here begins it. */
const calls = new FieldDrafts<CallFields, CallDraft, Contact>({
  door: callDoor,
  savedSays: 'The call you wrote down on this device is saved.',
  waitsSays: 'A call you wrote down was changed by somebody else: see Inquiries.',
  ask: id => ask<typeof contactOf>('inquiry.contact', { id }, { quiet: true }).catch(notThere),
  make: (id, lay, contact) =>
    new CallDraft(
      id,
      {
        begin: ({ came, siteId, language, asker }) =>
          act<typeof begin>('inquiry.begin', {
            id,
            came: oneOf(ways, came) ?? 'phone',
            siteId: siteId || null,
            language: oneOf(languages, language) ?? 'en',
            asker: oneOf(askers, asker) ?? 'self',
          }),
        save: (patch, version) => act<typeof save>('inquiry.save', { id, version, ...wireOf(patch) }),
        ask: async () => {
          const now = await ask<typeof contactOf>('inquiry.contact', { id }, { quiet: true })
          return { fields: fieldsOf(now), version: now.version }
        },
        lay,
      },
      contact ? { fields: fieldsOf(contact), version: contact.version } : { fields: emptyCall, version: 0 },
    ),
})

/** The call of an id: the same one whenever its page is opened again. */
export const callOf = (id: string, accountId: string, contact: Contact | undefined) => calls.of(id, accountId, contact)

/** Sends what a person wrote of calls on this device and the house does not have, whichever page is open. */
export default function sendCalls(accountId: string) {
  return calls.send(accountId)
}

function notThere(error: unknown): undefined {
  if (error instanceof Problem && error.status === 404) return undefined
  throw error
}
