/** The longest texts that the form to ask for a call takes. */
export const formMost = { name: 60, phone: 40, need: 2000 } as const

/** What a form carries to show that it is one of ours, and when it was made. */
export type FormMade = { formId: string; madeAt: string; seal: string }
