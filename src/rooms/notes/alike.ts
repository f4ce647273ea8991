import { isCommon } from './common-words.ts'
import { lookOf, wordsOf } from './text-words.ts'
import { listed, rootsOf } from './words.ts'

/**
 * How alike two texts are, 0 to 1: of the shorter one’s words and pairs of words how many stand in the other too.
 * Names of people, numbers and filler words are left out, endings do not count, and words of which every note is made
 * count little. A sentence moved to another place stays what it is; two short ones must share nearly all.
 */
export function likeness(one: string, other: string): number {
  return comparing()(one, other)
}

/** The same of many texts, each of which is compared with many and read once. */
export function comparing(): (one: string, other: string) => number {
  const read = new Map<string, Content>()
  const contentFor = (text: string) => {
    const content = read.get(text) ?? contentOf(text)
    read.set(text, content)
    return content
  }
  return (one, other) => likenessOf([one, contentFor(one)], [other, contentFor(other)])
}

function likenessOf([one, first]: [string, Content], [other, second]: [string, Content]): number {
  if (first.words.size === 0 || second.words.size === 0) return plainTextOf(one) === plainTextOf(other) ? 1 : 0
  const [shorter, longer] = [Math.min(first.weight, second.weight), Math.max(first.weight, second.weight)]
  const words = inBoth(first.words, second.words) / shorter
  // Where one of them has no pair, the words must say it alone.
  const lighter = Math.min(first.pairsWeight, second.pairsWeight)
  const pairs = lighter > 0 ? inBoth(first.pairs, second.pairs) / lighter : words ** 2
  const raw = wordShare * words + (1 - wordShare) * pairs
  const short = Math.max(0, 1 - shorter / few)
  // A clone with one word of eight changed has lost a third of its pairs: the curve gives that back.
  return (1 - (1 - raw) ** bend) ** (1 + short) * (shorter / longer) ** (2 * short)
}

/** How much the words themselves count against the company they stand in. */
const wordShare = 0.7
const bend = 1.6
/** Words of content, by weight, below which a text is short. */
const few = 6

type Weights = ReadonlyMap<string, number>
type Content = { words: Weights; pairs: Weights; weight: number; pairsWeight: number }

/** The words that say something, the pairs they stand in (next to each other, or one apart), and what they weigh. */
function contentOf(text: string): Content {
  const words = new Map<string, number>()
  const pairs = new Map<string, number>()
  const add = (to: Map<string, number>, key: string, more: number) => to.set(key, (to.get(key) ?? 0) + more)
  let [weight, pairsWeight] = [0, 0]
  let run: string[] = []
  for (const word of wordsOf(text, () => true)) {
    if (word.begins) run = []
    if (filler.has(word.plain) || isNameLike(word.text, word.plain)) continue
    const root = stemOf(word.plain)
    weight += weightOf(root)
    add(words, root, weightOf(root))
    for (const before of run.slice(-2)) {
      const both = (weightOf(before) + weightOf(root)) / 2
      pairsWeight += both
      add(pairs, before < root ? `${before} ${root}` : `${root} ${before}`, both)
    }
    run.push(root)
  }
  return { words, pairs, weight, pairsWeight }
}

/** What is in both, by weight. */
function inBoth(one: Weights, other: Weights): number {
  let all = 0
  for (const [key, weight] of one) all += Math.min(weight, other.get(key) ?? 0)
  return all
}

/** A capital on what is no everyday word: somebody, or somewhere. */
function isNameLike(text: string, plain: string): boolean {
  return lookOf(text) === 'capital' && !isCommon(plain)
}

/** One form for "practice", "practiced" and "practicing"; it need not be a word. */
function stemOf(plain: string): string {
  const known = irregular.get(plain)
  if (known) return known
  const roots = rootsOf(plain).filter(root => root.length >= 3)
  const shortest = roots.toSorted((a, b) => a.length - b.length)[0] ?? plain
  return shortest.replace(/[ey]$/, '').replace(/i$/, '')
}

function plainTextOf(text: string): string {
  return wordsOf(text, () => true)
    .map(word => word.plain)
    .join(' ')
}

const irregular = new Map(
  listed(`told:tell spoke:speak felt:feel went:go gone:go came:come made:make took:take gave:give found:find slept:sleep
  wrote:write drew:draw drank:drink kept:keep left:leave met:meet brought:bring thought:think heard:hear held:hold
  chose:choose broke:break said:say saw:see children:child drove:drive woke:wake began:begin lost:lose paid:pay
  sent:send spent:spend stood:stand sat:sit ate:eat bought:buy taught:teach`)
    .map(pair => pair.split(':'))
    .map(([form = '', root = '']) => [form, root.replace(/[ey]$/, '')] as const),
)

const filler = new Set(
  listed(`
  a about after again all also am an and another any are as at be because been before being but by can could did do
  does during each even ever every few for from had has have he her hers herself him himself his how i if in into is
  it its itself just like many may me more most much my no nor not now of off on once one only or other our out over
  own quite rather she so some somewhat still such than that the their theirs them themselves then there these they
  this those through to too under until up us very was we were what when where whether which while who whom whose
  why will with without would yet you your first second third two three four five six seven eight nine ten eleven
  twelve today yesterday tomorrow tonight week weeks day days time times monday tuesday wednesday thursday friday
  saturday sunday morning afternoon evening night am pm hour hours minute minutes really well got get went`),
)

// What nearly every sentence of a note says, by their stems; alone they make no two notes alike.
const stock = new Set(
  listed(`group member peer shared share told tell said say spoke speak talked talk named name skill used use using
  practiced felt feel feeling listened listen gave give took take asked ask offered plan planned tried try
  try discussed described reported identified participated engaged attended session feedback support topic round
  sober sobriety recovery use trigger craving urge meeting check activity example exercise role
  play old new good bad long little`).map(stemOf),
)
const stockWeight = 0.45

function weightOf(stem: string): number {
  return stock.has(stem) ? stockWeight : 1
}
