import { listed } from './words.ts'

/**
 * Names and what people who bear them are called, in English and in Spanish; the long name first. Written from common
 * knowledge of names, without accents and in lower case.
 */
const calls = `
abigail: abby abbie gail
abraham: abe bram
adelaide: addie heidi
adriana: adri
agnes: aggie
albert: al bert bertie albie
alberto: beto berto
alejandra: ale jandra sandra
alejandro: ale alex jandro
alexander: alex al sasha xander zander sandy lex alec
alexandra: alex sasha sandra sandy lexi allie alexa
alexis: lexi alex
alfred: al fred alfie freddie freddy
alfredo: fredo alfre
alice: allie ally lisa
allison: allie ally ali
amanda: mandy manda
amelia: amy millie mia
ana: anita
anastasia: ana stacy stasia nastya
andrea: andie andy drea
andrew: andy drew
angela: angie ange
angelica: angie jelly
anne: annie nan nancy
anthony: tony ant
antonio: tono tony toni antonito
antonia: toni tonia
araceli: cheli ara
archibald: archie
armando: mando
arthur: art artie
augustus: gus augie
barbara: barb barbie babs
bartholomew: bart
beatrice: bea trixie bee
beatriz: bety betty bea
benito: beni
benjamin: ben benny benji benjy
bernadette: bernie detta
bernard: bernie
bradley: brad
brandon: bran
brenda: bren
bridget: biddy bridie
caroline: carol carrie caro lina
carolina: caro lina
catherine: cathy cat cate katie kate kathy kit trina
cecilia: ceci cece celia
charles: charlie chuck chas chip chaz
charlotte: charlie lottie char lotte
chester: chet
christian: chris
christina: chris tina chrissy christy
christine: chris chrissy tina christy
christopher: chris kit topher kip
clarence: clare
clifford: cliff
clinton: clint
concepcion: concha conchita
consuelo: chelo
cornelius: neil corny
cristina: cris tina
crystal: crys
curtis: curt
cynthia: cindy cyndi
daniel: dan danny
daniela: dani
danielle: dani
david: dave davey davy
deborah: deb debbie debby debra
dennis: denny
diego: dieguito
dolores: lola loli
dominic: dom nick
donald: don donnie donny
dorothy: dot dottie dolly dora
douglas: doug
eduardo: lalo edu eddie
edgar: ed eddie
edmund: ed eddie ned
edward: ed eddie ted teddy ned
edwin: ed eddie
eleanor: ellie ella nell nora nellie
elena: nena
elijah: eli
elizabeth: liz beth betty eliza betsy libby lizzie bess bessie lisa elsie ellie
emily: em emmy
emma: em
emmanuel: manny
enrique: quique kike
ernest: ernie
ernesto: neto tito
esperanza: espe
esteban: tebi
esther: essie
eugene: gene
evelyn: eve evie
ezekiel: zeke
felipe: pipe
fernando: fer nando
fernanda: fer nanda
florence: flo flossie
frances: fran franny frannie fanny
francis: frank frankie
francisca: paca paquita
francisco: paco pancho cisco kiko curro quico paquito
franklin: frank
frederick: fred freddie freddy rick
gabriel: gabe gabi
gabriela: gabi gaby
gabriella: gabby ella
gerald: jerry gerry
gerardo: gera
gilbert: gil bert
gilberto: beto gil
gloria: glo
gonzalo: gonza chalo
graciela: chela
gregory: greg
gregorio: goyo
guadalupe: lupe lupita
guillermo: memo guille
gustavo: tavo gus
gwendolyn: gwen wendy
hannah: hanna
harold: hal harry
harriet: hattie
hector: tito
helen: nell nellie ellie
henry: hank harry hal
herbert: herb bert
hortensia: tencha
howard: howie
ignacio: nacho
irene: rene
isaac: ike zac
isabel: isa chabela chavela
isabella: bella izzy isa
isaiah: zay ike
jacob: jake coby jay
jacqueline: jackie jacqui
james: jim jimmy jamie jimmie
jane: janey janie
janet: jan
jasmine: jazz jas
jason: jay jase
javier: javi
jeffrey: jeff
jennifer: jen jenny jenn jennie
jeremiah: jerry jem
jeremy: jem jerry
jerome: jerry
jessica: jess jessie
jesse: jess jessie
jesus: chuy chucho chuyito
joaquin: quino
john: jack johnny jon
jonathan: jon johnny jonny nathan
jorge: coque
jose: pepe chepe pepito joselito
josefina: pepa fina chepina
joseph: joe joey jojo
josephine: jo josie
joshua: josh
joyce: joy
juan: juancho
juana: juanita
judith: judy judi
julia: jules julie
julian: jules
juliana: juli
kathleen: kathy kate katie kath
katherine: kate katie kathy kat kitty kay trina
kenneth: ken kenny
kevin: kev
kimberly: kim kimmy
kristen: kris kristy
latisha: tisha
lawrence: larry lars laurie
leah: lee
leonard: leo len lenny
leonardo: leo
leroy: roy
leticia: leti
lillian: lil lily lilly
lorenzo: renzo lencho
louis: lou louie
louise: lou lulu
lucia: lucy luci
luis: lucho luisito
luz: lucecita
lucille: lucy
lydia: liddy
madeline: maddie maddy
magdalena: magda lena malena
manuel: manny manolo
manuela: manola manoli
marcus: marc
margaret: peggy meg maggie marge margie peg greta daisy rita madge
margarita: rita mago margo
maria: mari marie marita mia
mariana: mari
martha: marty mattie
martin: marty
marvin: marv
mary: molly polly mae mamie
matthew: matt matty
matilda: tilly tillie
maximilian: max
maxwell: max
megan: meg
melissa: mel missy lissa
melanie: mel
mercedes: meche merche
michael: mike mikey mick mickey micky
michelle: shelly mich chelle missy
miguel: mike miguelito
mildred: millie
miriam: mimi miri
mitchell: mitch
montserrat: montse
morris: mo
moses: mo moe
mohammed: mo
nancy: nan
natalia: nata talia
natalie: nat
nathan: nate nat
nathaniel: nate nat nathan
nicholas: nick nicky nico
nicolas: nico
nicole: nikki nicky nic
norman: norm
octavio: tavo
olivia: liv livvy
oliver: ollie
orlando: lando
oswaldo: valdo
pamela: pam
patricia: pat patty trish tricia patti
patrick: pat paddy rick
patricio: pato
pedro: perico
peter: pete
philip: phil pip
phillip: phil
phyllis: phyl
rachel: rach shelly
rafael: rafa rafi
ramon: moncho
randall: randy
randolph: randy
raymond: ray
raymundo: mundo ray
rebecca: becky becca
regina: gina
reginald: reggie reg
renee: ren
ricardo: rick ricky richi caco
richard: rick dick rich ricky richie
robert: bob rob bobby robbie bert robby
roberta: bobbie robbie
roberto: beto rober
rodney: rod
rodolfo: rudy rodo fito
rodrigo: rodri rigo
rogelio: roge
roger: rog
roland: rollie
ronald: ron ronnie ronny
rosa: rosie rosita
rosario: charo chayo
rosemary: rose rosie
roxanne: roxy
russell: russ rusty
ruth: ruthie
salvador: chava sal
salvatore: sal
samantha: sam sammy
samuel: sam sammy
sara: sari
sarah: sally sadie sal
sebastian: seb bastian
sergio: checo
sidney: sid
solomon: sol
socorro: coco
sophia: sophie
sofia: sofi
stanley: stan
stephanie: steph stevie
stephen: steve stevie steph
steven: steve stevie
stuart: stu
susan: sue susie suzie suzy
susana: susi
suzanne: sue suzie suzy
sylvia: syl
tamara: tammy
terence: terry
teresa: tere tess terry teresita
theodora: dora thea
theodore: ted teddy theo
theresa: terry tess tessa resa
thomas: tom tommy
tiffany: tiff
timothy: tim timmy
tobias: toby
tomas: tomasito
valentina: vale tina
valerie: val
vanessa: nessa
veronica: ronnie vero roni
vicente: chente
victor: vic
victoria: vicky tori vicki tory
vincent: vince vinny vin
viola: vi
virginia: ginny ginger
vladimir: vlad
walter: walt wally
wendell: wen
wesley: wes
wilfred: will fred
william: bill will billy willy liam willie
winifred: winnie freddie
winston: win
yolanda: yoli
zachary: zach zack zac
`

const groups = calls
  .trim()
  .split('\n')
  .map(line => listed(line.replace(':', '')))

/** `of`: what stands for the name itself, long or short; `beside`: other short names of the same long one. */
const table = new Map<string, { of: Set<string>; beside: Set<string> }>()
for (const [long = '', ...short] of groups)
  for (const name of [long, ...short]) {
    const entry = table.get(name) ?? { of: new Set(), beside: new Set() }
    table.set(name, entry)
    for (const other of name === long ? short : [long]) entry.of.add(other)
    if (name !== long) for (const other of short) if (other !== name) entry.beside.add(other)
  }

/** Whether a plain word is a given name that many people bear. */
export function isKnownName(word: string): boolean {
  return table.has(word)
}

/**
 * What somebody with this plain given name is called too: the long name of a short one, the short ones of a long one,
 * and what Spanish makes of either with -ito and -ita. `beside` are other short names of the same long one.
 */
export function calledFor(name: string): { of: ReadonlySet<string>; beside: ReadonlySet<string> } {
  const { of, beside } = table.get(name) ?? { of: new Set<string>(), beside: new Set<string>() }
  return {
    of: new Set([...of, ...[name, ...of].flatMap(diminutives)]),
    beside: new Set([...beside].filter(each => !of.has(each))),
  }
}

/** Rosita of Rosa, Juanito of Juan, Dieguito of Diego, Carlitos of Carlos, Carmencita of Carmen. */
function diminutives(name: string): string[] {
  if (name.length < 3) return []
  const [, stem = name, plural = ''] = /^(.*?)(?:[aeo](s?))?$/.exec(name) ?? []
  const soft = stem.replace(/c$/, 'qu').replace(/g$/, 'gu').replace(/z$/, 'c')
  return ['ito', 'ita', 'cito', 'cita'].map(ending => (ending.startsWith('c') ? name : soft) + ending + plural)
}
