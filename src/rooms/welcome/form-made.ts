import { z } from 'zod'

/** The longest texts that the form to ask for a call takes. */
export const formMost = { name: 60, phone: 40, mail: 254, need: 2000 } as const

/** An address that mail can be sent to. */
export const mailSchema = z.email().max(formMost.mail)

/** What a form carries to show that it is one of ours, and when it was made. */
export type FormMade = { formId: string; madeAt: string; seal: string }
