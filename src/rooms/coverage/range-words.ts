import type { Day } from '#kernel/time.ts'
import { type Both, moneyWords, type PriceItem } from './coverage.ts'
import type { Asked, Assumption, Because, PlanFacts, RangeFacts, RangeLine } from './range.ts'

// The words of an estimate, in both languages: what each line is, what was assumed, and who says so.

const both = (en: string, es: string): Both => ({ en, es })

export const lineWords: Readonly<Record<PriceItem, Both>> = {
  'first-visit': both('First visit', 'Primera visita'),
  'group-day': both('Group days', 'Días de grupo'),
  individual: both('Hour with your counselor', 'Hora con su consejero'),
  family: both('Family sessions', 'Sesiones de familia'),
  test: both('Urine tests', 'Pruebas de orina'),
}

export const aWeek = (times: number): Both => both(`${times} a week`, `${times} por semana`)

export const becauseWords: Readonly<Record<Because, Both>> = {
  medicare: both(
    'What this plan pays here has to be asked. Call us: we ask it for you, free.',
    'Hay que preguntar qué paga este seguro aquí. Llámenos: lo preguntamos por usted, gratis.',
  ),
  'no-prices': both(
    'Our prices are not written down here yet. Call us and we tell you.',
    'Nuestros precios todavía no están aquí. Llámenos y se los decimos.',
  ),
  'not-in-network': both(
    'We have no contract with this plan that we know of. It may still pay a part. Call us: we ask it for you, free.',
    'No tenemos contrato con este seguro, que sepamos. Puede que pague una parte. Llámenos: lo preguntamos, gratis.',
  ),
  'household-large': both(
    'Our table does not go that far. Call us and we work it out with you.',
    'Nuestra tabla no llega hasta ahí. Llámenos y lo calculamos con usted.',
  ),
  'household-missing': both(
    'To work out a lower price we also need to know how many people live in your home, with you.',
    'Para calcular un precio más bajo falta saber cuántas personas viven en su casa, con usted.',
  ),
}

const told = both('You told us', 'Nos lo dijo usted')
const proof = both(
  'You told us. We will ask for proof, such as a pay stub.',
  'Nos lo dijo usted. Le pediremos un comprobante, como un talón de pago.',
)
const unchecked = both('Typical, not checked yet', 'Lo habitual, sin comprobar todavía')

const said = (words: Both, from: Both = told): Assumption => ({
  words,
  from,
  told: true,
  source: null,
  verified: true,
})

/** `1 Jan 2026`, `1 ene 2026`. */
function dayWords(day: Day): Both {
  const [year = '', month = '1', date = '1'] = day.split('-')
  const at = Number(month) - 1
  const en = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[at]
  const es = 'ene feb mar abr may jun jul ago sep oct nov dic'.split(' ')[at]
  return both(`${Number(date)} ${en} ${year}`, `${Number(date)} ${es} ${year}`)
}

const people = (count: number): Both =>
  both(count === 1 ? '1 person' : `${count} people`, count === 1 ? '1 persona' : `${count} personas`)

type Known = {
  standing: { guidelineCents: number; percent: number; year: number } | null
  step: { share: number; from: number; upTo: number | null } | null
  lines: readonly RangeLine[]
}

/** Everything that the sum stands on, with who says so. */
export function assumptionsOf(asked: Asked, facts: RangeFacts, known: Known): Assumption[] {
  const byPlan = facts.estimate === 'plan' && facts.plan
  return [
    ...(byPlan ? planAssumptions(asked, byPlan) : scaleAssumptions(asked, facts, known)),
    {
      words: both(
        `${facts.weeks.least} to ${facts.weeks.most} weeks, ${facts.groupDaysWeekly} days a week`,
        `De ${facts.weeks.least} a ${facts.weeks.most} semanas, ${facts.groupDaysWeekly} días por semana`,
      ),
      from: both(
        'Our usual plan. You and your team decide yours.',
        'Nuestro plan habitual. Usted y su equipo deciden el suyo.',
      ),
      told: false,
      source: facts.weeks.source,
      verified: facts.weeks.verified,
    },
    pricesAssumption(facts),
    notCounted(facts),
  ]
}

function scaleAssumptions(asked: Asked, facts: RangeFacts, { standing, step }: Known): Assumption[] {
  const none = both('No insurance is counted', 'No se cuenta ningún seguro')
  if (!standing || !step || asked.household === null)
    return [
      said(none),
      {
        words: both(
          'The full price, because nothing is known of your income. With it the price may be lower.',
          'El precio completo, porque no sabemos sus ingresos. Con ellos el precio puede ser menor.',
        ),
        from: both('Our price list', 'Nuestra lista de precios'),
        told: false,
        source: null,
        verified: true,
      },
    ]
  const { first } = facts.guideline
  const income = moneyWords(asked.incomeCents ?? 0)
  const home = people(asked.household)
  const since = facts.scale.since && dayWords(facts.scale.since)
  return [
    said(none),
    said(both(`${home.en}, ${income} a year before tax`, `${home.es}, ${income} al año antes de impuestos`), proof),
    {
      words: both(
        `${moneyWords(standing.guidelineCents)} is 100% for ${home.en}`,
        `${moneyWords(standing.guidelineCents)} es el 100% para ${home.es}`,
      ),
      from: both(`Federal poverty table, ${standing.year}`, `Tabla federal de pobreza, ${standing.year}`),
      told: false,
      source: first.source,
      verified: first.verified && facts.guideline.further.verified,
    },
    {
      words: stepWords(step),
      from: since
        ? both(`Our sliding scale, since ${since.en}`, `Nuestra escala, desde el ${since.es}`)
        : both(
            'A scale to begin with, which this program has not confirmed yet',
            'Una escala inicial que este programa todavía no ha confirmado',
          ),
      told: false,
      source: facts.scale.source,
      verified: facts.scale.verified,
    },
  ]
}

function stepWords({ share, from, upTo }: { share: number; from: number; upTo: number | null }): Both {
  if (upTo === null)
    return both(
      `Above ${Math.max(from - 1, 0)}% pays ${share}%`,
      `Por encima del ${Math.max(from - 1, 0)}% se paga el ${share}%`,
    )
  if (from === 0) return both(`Up to ${upTo}% pays ${share}%`, `Hasta el ${upTo}% se paga el ${share}%`)
  return both(`${from} to ${upTo}% pays ${share}%`, `Del ${from} al ${upTo}% se paga el ${share}%`)
}

function planAssumptions(asked: Asked, plan: PlanFacts): Assumption[] {
  const between = plan.shareLeast === plan.shareMost ? `${plan.shareMost}%` : `${plan.shareLeast}-${plan.shareMost}%`
  const copay = plan.dayCopayCents === null ? null : moneyWords(plan.dayCopayCents)
  const name = plan.name ? both(plan.name, plan.name) : both('This kind of plan', 'Este tipo de seguro')
  const on = plan.on && dayWords(plan.on)
  const from: Readonly<Record<PlanFacts['from'], Both>> = {
    call: on ? both(`The plan, on the phone on ${on.en}`, `El seguro, por teléfono el ${on.es}`) : unchecked,
    contract: both('Your plan, as our contract says', 'Su seguro, según nuestro contrato'),
    typical: unchecked,
  }
  const left = (cents: number | null, words: { told: (sum: string) => Both; not: Both }): Assumption =>
    cents === null
      ? {
          words: words.not,
          from: both('Not known yet', 'Todavía no se sabe'),
          told: false,
          source: null,
          verified: false,
        }
      : said(words.told(moneyWords(cents)), plan.from === 'call' ? from.call : told)
  return [
    {
      words: copay
        ? both(
            `${name.en} asks ${copay} for a group day, and ${between} of the rest`,
            `${name.es} pide ${copay} por día de grupo, y el ${between} del resto`,
          )
        : both(`${name.en} leaves you ${between} of the price`, `${name.es} le deja el ${between} del precio`),
      from: from[plan.from],
      told: false,
      source: plan.source,
      verified: plan.verified,
    },
    left(asked.deductibleLeftCents, {
      told: sum =>
        both(`${sum} of your deductible is left, and is paid first`, `Quedan ${sum} de su deducible: se pagan primero`),
      not: both(
        'Nothing of your deductible is left. What is left of it comes on top.',
        'No queda nada de su deducible. Lo que quede se suma.',
      ),
    }),
    left(asked.oopLeftCents, {
      told: sum => both(`You pay at most ${sum} more this year`, `Usted paga como máximo ${sum} más este año`),
      not: both(
        'Your limit for the year is not counted. It may make this less.',
        'No se cuenta su límite anual. Puede que sea menos.',
      ),
    }),
  ]
}

function pricesAssumption(facts: RangeFacts): Assumption {
  const [first] = facts.prices
    .map(each => each.fromOn)
    .sort()
    .reverse()
  const since = first ? dayWords(first) : both('today', 'hoy')
  return {
    words: both('Prices for a day, an hour, a visit', 'Precios de un día, una hora, una visita'),
    from: both(`Our price list, since ${since.en}`, `Nuestra lista de precios, desde el ${since.es}`),
    told: false,
    source: null,
    verified: true,
  }
}

function notCounted(facts: RangeFacts): Assumption {
  const beside = facts.prices.filter(each => ['family', 'test'].includes(each.item) && each.cents > 0)
  const en = beside.map(each => `${lineWords[each.item].en.toLowerCase()} at ${moneyWords(each.cents)} each`)
  const es = beside.map(each => `${lineWords[each.item].es.toLowerCase()} a ${moneyWords(each.cents)} cada una`)
  return {
    words: both(
      [...en, 'medicine from a pharmacy', 'detox or hospital care', 'travel'].join(', '),
      [...es, 'medicinas de la farmacia', 'desintoxicación u hospital', 'transporte'].join(', '),
    ),
    from: both('Not counted', 'No se cuenta'),
    told: false,
    source: null,
    verified: true,
  }
}

/** What Medicaid's limit is for this household, and where this income stands to it. */
export function medicaidSays(
  says: Both,
  { household, limitCents, incomeCents }: { household: number; limitCents: number; incomeCents: number },
): Both {
  const limit = moneyWords(Math.floor(limitCents / 100) * 100)
  const home = people(household)
  const where =
    incomeCents <= limitCents
      ? both('You are below it.', 'Usted está por debajo.')
      : both('You are close to it.', 'Usted está cerca.')
  return both(
    `For ${home.en} the limit is about ${limit} a year. ${where.en} ${says.en}`,
    `Para ${home.es} el límite es de unos ${limit} al año. ${where.es} ${says.es}`,
  )
}
