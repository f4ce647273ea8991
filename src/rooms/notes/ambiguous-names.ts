import { isEveryday } from './common-words.ts'
import { listed } from './words.ts'

// Names that are plain words too, in English or in Spanish. In lower case they are never taken for a name.

/** Those with which a sentence of a note may well begin: their capital says nothing there. */
const beginning = `
ale am amber an ant april art as at august autumn baker banks be bee bell berry best bill bishop black bliss bloom
blossom bob branch bridges brooks brown buck bud buddy burns bush butler by carpenter case cash chambers chance
chandler char chase childs chip chuck church clay cliff cole colt cook coral cross crystal curry daisy dale dance
darling dash dawn day days dean dear december dice do dock dolly dot dove drake drew drummer duke dyer earl early east
eden em english ever faith faye february fern field fields fine fish fisher fleet flint flora flowers ford forest fox
frank freed french friend frost fry gale gardener gene ginger glass go gold good goode goods grant graves gray green
grey gross guy ha hale hall hand hands happy hare harmony harry hart haven hazel he head heard heath heather hi high
hill ho holly honey honor hook hope horn house hunt hunter if in iris is it ivory ivy jack jade january jay jazz jean
jewel jimmy joiner josh joy judge july june junior just justice key king kit knight la lamb lane lark laurel law le
leach leaf lex liberty light lily link little lock locke long love low luck lucky ma major mann march mark marsh may
mayor mb me mead means melody memo merchant mercy merit mg mike miles mills miner minor misty ml mo moe monk moody
moon more mundo my nacho nail neal ned neighbor ng nice nick no noble norm north november nurse october of oh ok olive
on onions opal or pa pace page paine pansy park parson pat patience peace peak pearl peck peg penny pepper pickles
pierce pine pip pipe piper place plant plumb polite pool poole pope poppy post potter power powers pratt price pride
promise proper prudence queen quick rain rainey randy ranger raven ray raymond read reader red reed reg rice rich rick
rip river rivers rob robin rocky rod rose rosemary royal ruby rush rusty sage sally sandy savage school scout self
sellers september serene serenity sessions sharp shepherd shoemaker short sid sierra silver singer skip sky slaughter
small snow so sol song sonny spears speed spring stack stamps star starks starr steel sterling stone storm street
strong sue summer summers sunny sweet swift tad tailor tale tanner tart teller temple terry tiller tinker to toy trace
trainer trees trinity trip tripp true turner twist tyler unity up us val vale vance vic victor vine violet wade wait
waiters walker wall waller walls ward warren waters watts way we weaver weeks wells west wheeler white wilder will
willow win winter winters wise wolf wonder wood woods work works worth wren young zen
`

/** Those with which a sentence hardly begins but as a name, a place or a brand: their capital there is worth a look. */
const elsewhere = `
abbey alba alma angel angle ash asia austin barb basil berlin beverly blanca blue bo bonita bosch boston brandy brazil
bristol brook cadillac camden campos carlisle carter cedar charity cherry chevrolet chevy china christian cisco
clarity clement clover coco concha constance consuelo creed cruz daily dakota dallas dell denver destiny diamond dick
dodge dolores don dulce dusty ebony ella emerald england esperanza essence estrella eve fargo fe felicity flor
florence flores france garland genesis georgia glen glory grace guadalupe guerra hank hanover harbor harley heaven
hershey hilton holiday honda hyatt india ireland island israel jackson jaguar jersey jesus jordan journey juniper kent
kenya kia kitty kraft kroger lance lays leon libertad lima lincoln linda london lourdes luna luz lyft madison magnolia
maine mar margarita marina mars mason memphis mercedes mickey milan montana montes myrtle nata nevada newton nieves
nike nino norte nova oakley olivo orlando orleans paris passion pastor patty paz peaches perla peyton phoenix piedad
pilar porter primavera princess rebel regal reina rex rey reyes rico rios roman rosario saint sal salem salud salvador
santiago savanna savannah saxon scotch sherry socorro soledad sydney target taylor tierra tito toro toyota trinidad
troy tuesday uber valle vega vegas venice verde verity vermont victoria viola virginia walgreens walmart wednesday
wendys woody york zion
`

const beginnings = new Set(listed(beginning))
const words = new Set([...beginnings, ...listed(elsewhere)])

/** Whether a plain name is a word too. */
export function isAmbiguous(name: string): boolean {
  return words.has(name) || isEveryday(name)
}
/** Whether a sentence may begin with this word without naming anybody. */
export function mayBegin(name: string): boolean {
  return beginnings.has(name) || (isEveryday(name) && !words.has(name))
}

/** Months that are names: "in May", "by June" and "from May to June" are about time. */
export const months: ReadonlySet<string> = new Set(listed('may june april august july march january'))

/** Words that always have a capital and are no slip in a name: "Friday" is not Frida, "Easter" is not Ester. */
export const alwaysCapital: ReadonlySet<string> = new Set(
  listed(`
adderall africa african alaska allah america american antabuse april arabic asian ativan august bible buddhist campral
catholic chinese christian christmas costco december easter english europe facebook february florida french friday
fridays german god google halloween hanukkah hawaii idaho indian iowa irish italian january jesus jewish july june
kansas korean latina latino lexapro lord lyft maine march marlboro may medicaid medicare methadone mexican mexico
monday mondays muslim naloxone narcan nevada november october ohio oregon passover prozac ramadan russian saturday
saturdays september spanish suboxone sunday sundays target texas thanksgiving thursday thursdays tuesday tuesdays
tylenol uber utah vivitrol walmart wednesday wednesdays xanax zoloft zoom
`),
)

/**
 * Capitals that a note has for other things than a person, and words of two letters: "PM", "ER", "AA" and "IS" are
 * nobody's initials unless something else says so.
 */
export const abbreviations: ReadonlySet<string> = new Set(
  listed(`
  aa ac ad adl ag ai aka al am ama an ao ar art as asap at atm av aw ax az ba bbq bc bcba be bed bf bi bid bm bmi bp
  bpd bpm bs bsw btw bx by ca cad cal cbd cbt cc cd cdc ceo cm cna co cod copd cpap cpr cps cpt cst ct cv cvs cw da
  dbt dc de dea dj dl dmv dna do doa dob doc doj dot dr ds dsm dt dts dui dv dwi dx ea eap ec ed edd edm eeg eft eg
  ehr ek ekg emdr ems emt eod eow er es est et eta etc etoh ex fa fbi fda ff fl fm fmla fu fx fyi ga gad gal gb ged
  gf gi gm go gp gps ha hbo hbp he hgb hi hiv ho hr hrs hs ht hud hw hws hx ia ice id idk ie if ii iii il im in inc
  iop iou ip ipad iq irs is it iud iv iwm ja jd jpg kb kg kid km ks ky la lb lbs lcsw led lgbt li lmao lmft lmhc lo
  lol lpc lsd ltd ma mad mat mb mba md mdd me mg mhc mi ml mla mlk mm mn mo mom mph mr mri mrs ms msw mt mu mvp my
  na nada nami nc nd ne nfl nh nhl nicu nj nm no np npo nsaid nv nw ny nyc ob ocd od of oh ok om omg on op or ot otc
  ow ox pa pac pal pb pbs pc pcp pcs pd pdf pdt php pi pl pm pms po pr prn pro ps psa pst pt pto ptsd px qa qd qid
  ra rd re rep rn rna ro rr rsvp rt rv rx sa sad sat sc sd se sf sh si sib sim sm smart so soc sos sro ss ssa ssi
  ssn sso ssri sst st std sud suv sw ta tb tbd tbi tcm td tgif thc ti tid tip tlc tm tn to toc tv tx ua uds ui uk un
  up ups ur us usa ut uti va vip vs wa we wi wic wv wy xl ya ymca yo yr ywca zip`),
)
