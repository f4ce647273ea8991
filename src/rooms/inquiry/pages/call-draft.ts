import { FieldDraft, type FieldWays, type LaidFields } from '#web/ui/field-draft.ts'

/** What a call says, as it stands in the fields; empty where nothing was said. */
export type CallFields = {
  siteId: string
  came: string
  language: string
  asker: string
  caller: string
  callerPhone: string
  callerMail: string
  relation: string
  say: string
  callWhen: string
  mayMail: boolean
  mayText: boolean
  given: string
  family: string
  bornOn: string
  pronouns: string
  need: string
  sourceId: string
  urgency: { ask: string; answer: string }[]
}
/** One of the fields. */
export type FieldName = keyof CallFields
/** Some of the fields. */
export type CallPatch = Partial<CallFields>

/** A call of which nothing is known yet. */
export const emptyCall: CallFields = {
  ...{ siteId: '', came: 'phone', language: 'en', asker: 'self', caller: '', callerPhone: '', callerMail: '' },
  ...{ relation: '', say: 'name', callWhen: 'soon', mayMail: false, mayText: false, given: '', family: '' },
  ...{ bornOn: '', pronouns: '', need: '', sourceId: '', urgency: [] },
}

/** What lies on the device of a call that the house does not have all of yet. */
export type LaidCall = LaidFields<CallFields>

/** How a call gets to the house. */
export type CallWays = FieldWays<CallFields> & {
  begin(fields: CallFields): Promise<{ code: string; version: number }>
}

const wholeDay = /^(19|20)\d{2}-\d{2}-\d{2}$/

/** A call as it stands on this page; the house hears of it with the first of its words. */
export class CallDraft extends FieldDraft<CallFields> {
  #code = ''
  readonly #begin: CallWays['begin']

  constructor(id: string, ways: CallWays, begun: { fields: CallFields; version: number }) {
    super(id, ways, begun)
    this.#begin = ways.begin
  }

  /** Said instead of a name; empty until the call is begun. */
  get code(): string {
    return this.#code
  }

  /** No half a day goes. */
  protected override canGo(name: FieldName): boolean {
    const { bornOn } = this.fields
    return name !== 'bornOn' || bornOn === '' || wholeDay.test(bornOn)
  }

  protected override async first(): Promise<number> {
    const { code, version } = await this.#begin(this.fields)
    this.#code = code
    return version
  }
}
