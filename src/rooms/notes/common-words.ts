import { listed, rootsOf } from './words.ts'

// English words that notes are made of, and words one letter off a common name: what is one of them is no slip in a
// name. Without their endings, which `rootsOf` takes off.
const common = `
a abandon abbot able abort about above absent absolute abstain abuse accept access accident account ache achieve acid
acknowledge across act action active activity actual add addict address adjust admit adobe adopt adult advance advice
advise affair affect afford afraid after afternoon again against age agency agenda agile agitate ago agree ahead aid
aim air airy alarm alas alcohol alert alike alive all alley allot allow alloy ally almost alone along already also
alter although alumni always am amaze amber amend amino amiss among amount an anchor and angel anger angle angry ankle
annex announce annoy another answer anxiety anxious any anybody anyone anything apart apology appear appetite apply
appoint appreciate approach april apron are area arena argue ariel arise arm army arose around arrange arrest arrival
arrive as ashamed ask asleep assault assert assess assign assist assume at atlas attack attempt attend attention attic
audio aunt aura avert aviator avid avoid awake award aware away awful awkward baby back bad bag bagel bail bake baker
balance ball ban band bang bank banner bar bare barely bargain barge bark barn baron barren base basic basis basket
bat bath battle be beach bead beam bean bear beard beast beat beautiful because become bed bedroom bee beef beer
before beg begin begun behave behavior behind being belief believe bell belly belong belt bench bend beneath benefit
bent berry beside best bestie bet betray better between beyond bible big bike bill bin bird birdie birth bit bite
bitter black blame blank blanket blast blaze bled bleed blend bless blind block blood bloom blow blue blunt board boat
body boil bold bomb bond bone boney bonny bonus book boom boost boot border bore born boss both bother bottle bottom
bought bounce bound boundary bowl box boy boyfriend brace brag brain brake branch brand brandy bratty brave bray bread
break breakfast breast breath breathe bred breed bribe brick bride bridge brief bright brightly brine bring broke
broken brooch brook brother brought brown bruise brush buck bud buddy budget bug build built bulk bull bully bump
bunch burden burn burnt burst bury bus bush business bust busty busy but butter button buy buzz by cab cabin cage cake
calendar call caller callus calm came camera camp can canal cancel cancer candid candle candy cane cannot canoe cap
capable cape car card care cared career caret cargo caring caron carrion carry cart carve case cash cast caste casual
cat catch cater cause cave cease celebrate cell cello cent center certain chain chair challenge chance change channel
chant chaos chapter character chard charge charm charry chart charter chase chat chatty cheap cheat check checklist
cheek cheer cheese cherub chess chest chew child children chill chin chip choice choir choke choose chop chore chose
chosen chrome church cigarette circle cite city clad claim clam clan clank clap clarify clash class clause clay clean
clear clef clerk clever client cliff climb cling clinic clock close clot cloth clothes cloud club clue clung coach
coal coast coat cobra coda code coffee coil coin cold collapse colleague collect college colon color coma comb combine
come comet comfort command comment commit common communicate community companion company compare compass compassion
compete complain complete compliment concern conclude concrete condition cone confess confide confident confirm
conflict confront confuse connect conscious consequence consider consist constant contact contain content context
continue contract contribute control conversation convince cook cool cop cope copy coral cord cords core corn corner
correct cost cot cottage cough could counsel count county couple courage course court cousin cover cow coy cozy crack
craft cram crane crash crate crave craving crawl crazy cream create credit creed creek crept cretin crew crime crisis
crispy critic criticize cross crowd crown cruel crush cry crystal cub cue cuff cult cumin cup cure curious curl curly
current curse curve cushion custody custom cut cute cycle dab dad daily damage dame damn damp dance dandy danger dare
dark darn dart dash data date daughter dawn day dead deaf deal dealt dear death debate debt decade december decide
decision deck decline deed deem deep deer defeat defend define degree delay deli delight deliver delta demand demon
den denim dense dentist deny depend depress describe desert deserve desire desk despair despite destroy detail
determine detox devil dial diary did die diet differ different difficult dig dim dine diner dingy dinner direct dirt
disagree disappear disappoint disclose discover discuss disease dish disk distance distract distress ditch ditto diva
dive divide divorce do dock doctor dog doll dollar dolly dome donate done donor door dope dorm dose dot dote dotty
double doubt down downy dozen drab drag drain drama drank draw drawl drawn dread dream dreamt dress drew dried drift
drill drink drive driven drop drove drown drug drum drunk dry duck due duet dug duke dull dumb dump dunk during dust
duty dye each eager ear earl early earn earth ease easily east easy eat echo eden edge educate effect effort egg eight
either elated elation elbow elder elect eleven elite else email embarrass embrace emerge emit emotion emotional
empathy employ empty enable encounter encourage end endure enemy energy engage enjoy enough enter entire envy epic
episode equal era error escape especially essay essential estate ethic eve even evening evens event ever every
everybody everyone everything evil exact examine example excel except exchange excite excuse exercise exhaust exist
exit expect expel expense experience explain explore expose express extend extra extreme eye face fact fad fade fail
faint fair fairly fairy faith fall false fame familiar family fan fang far fare farm fast fat fatal fate father
fatigue fault favor fear fearful feast feature fed fee feed feedback feel feeling feet fell fellow felt fence fern
ferry few fiber field fifteen fifth fifty fight figure file fill film final finally find fine finger finish fire firm
first fish fist fit five fix flag flair flame flare flash flashback flat flaw fled fleet flesh flew flex flight flip
float flood floor flora flow flower fluid fluke flung fly foal focus fog fold folder folk follow fond food fool foot
for foray forbid force forest forgave forge forget forgive forgot fork form former fort forth fortune forty forward
foster fought foul found four fox foyer frail frame franc frank frat freak free freedom freeze frequent fresh fret
friday friend friendship fright fringe from front frost froze frozen fruit frustrate fry fuel full fun function fund
funeral funny fur furniture further future gain gala gale gall gamble game gamma gang gap garb garden garland gas gate
gather gave gavel gaze gear gem gene general generous genie genre gentle gently german get ghost giant gift girl
girlfriend give given giver glad glance glare glass gleam glen glory glove glow glue go goal goat god gold golf gone
good goose got grab grace grade gradual grail grain grand grandmother grant grape graph grasp grass grate grateful
gratitude grave gravel gray graze great greed green greet grew grey grief grieve grill grim grin grip grit groan
grocery groom gross ground group grove grow growl grown growth grudge guard guess guest guide guilt guilty gull gum
gun gut guy gym habit had hail hair hale half hall halo halt ham hammer hand handle hang hangover happen happily happy
harbor hard hardly hardy harem harm harmful harp harsh has hat hatch hate haul haunt have haven hawk hay hazel he head
heal health heap hear heard heart heat heath heather heavy hedge heel heir held hell hello helm helmet help helpful
hem hen hence her herb herd here hero herself hesitate hid hidden hide high hike hill him himself hint hip hire his
history hit hoard hobby hold hole holiday holly holy home homely homework honest honestly honesty honey honor hood
hoof hook hop hope horde hormone horn horse hose hospital host hot hotel hound hour house housing how however howl hug
huge hull human humble humid humor hundred hung hungry hunt hurry hurt husband hush hut hymn ibuprofen ice icy idea
identify idle idol if ignore ill illness image imagine immediate impact important improve impulse in inca inch include
income increase indeed infant influence inform initial injury inn inner input insist instead insulin intake intend
intense interest into introduce invest invite ira irate iris iron irritable irritate is island isolate issue it itch
item its itself ivory ivy jab jade jail jam jar jargon jaw jay jazz jealous jeans jeep jelly jerk jersey jest jet
jewel job jock jog join joint joke jolly jolt journal journey joy judge judo juice july jump jumpy june junk jury just
justify kale karate karma kayak keel keen keep kelp kennel kent kept kernel kettle key kick kid kidney kill kiln kin
kind kindly king kiss kit kitchen kite kitty knack knee kneel knelt knew knife knit knob knock knot know known lab
label labor lace lack lacy ladder lady laid lain lair lake lamb lame lamp lancer land lane language lanky lap large
laser lash lasso last latch late lately later latex laugh laundry lava law lawn lawyer lay layer lazy lead leader leaf
leafy leak lean leap leapt learn learnt lease leash least leather leave lecture led leery left leg legal legion lemon
lend length lent less lesson let letter level lever levy liar library lick lid lie life lift light like lilac lily
limb limber lime limit limp line linen linger link lion lip liquor lisp list listen lit liter lithe litter little live
liver livid lizard llama load loaf loan lobby local lock log lonely long look loom loop loose lorry lose loss lost lot
loud louse love lovely lover low loyal lucid luck lucky lunar lunch lung lure lurk lush lust lute lying lynch lyric
mace mad made magic magma maid mail main maintain major make male malice mall malt mama man manage mane mango maniac
manic manor manual many map maple marathon marble march marched mare margin marina marine mariner mark marker market
marlin maroon marriage married marry marsh marshal mart martial marvel mash mask mason mass mast mat match mate
material matte matter mature maul mauve may maybe mayor maze me meal mean meant measure meat media medicine meditate
meek meet mellow melody melon melt member memo memorial memory men mend mental mention menu mercy mere merge merger
merit merry mess message met metal meter method mica mice mid middle midge midi might mild mile miles milk mill mimic
minced mind mindful mine mini minor mint minus minute mirror miser miss mist mistake mite mix moan moat mob mocha
mocked mode model moderate modern moist molar mole mom moment momma monday money monitor monk month mood moon moose
moral morale more morning moron morph morse mortgage moss most motel moth mother motion motivate motive motto mound
mount mourn mouse mouth move movie mower much mud mug murder muscle music must mute mutual my myself nag nail naive
naked name nana nanny nap narrow nasty natal nature naval navel navy near nearly neat neck necklace need needle
negative neglect neighbor neither neon nephew nerd nerve nervous nest net neutral never new news next nice niche nick
nickel niece night nine ninety noble nobody nod node noise none nor norm normal north nose not note notebook nothing
notice nova novel november now numb number nurse nurture nut oak oasis oath object observe obtain obvious occasion
occur odd of off offend offer office officer often oil okay old olive on once one ongoing onion only onto open opera
operate opinion option oral orange orbit order organ other otter ought our out outcome outline outside oven over
overcame overcome overdose overslept overwhelm owe owl own owner pace pack package pad page pager paid pain paint pair
pal pale palm pamper pan panda panel panic pant papa paper parent parish park parka parole parry part participate
particular partner party pass passage past pasta paste pastor pat patch path patience patient pattern pause pave paw
pay payment peace peach peak peal pear pearl peck pedal peel peer peg pen penny people pepper per percent perfect
perform perhaps period perk permit person personal persuade pest pet petal petty phase phone photo phrase physical
piano pick picture pie piece pier piety pig pike pile pill pillow pilot pin pine pink pinky pint pipe pirate pit pity
pivot pixel pizza place plain plan plane plant plate play plea plead pleasant please pleasure plenty plot plug plum
plump plus pocket poem poet point poison polar pole police polite polka pond pony pool poor pop poppy porch port
porter pose posey position positive possess possible post pot potential pouch poultry pound pour power practice praise
prank pray prayer preach prefer pregnant prepare present press pressure pretend pretty prevent previous prey price
prick pride priest prime prince print prism prison private prize probably probation probe problem process produce
program progress project prom promise promote prompt prone proof prop proper prose protect proud prove provide prude
pub public puff pull pulse puma pump punch punish punk pupil puppy pure purpose purse pursue push put puzzle quarrel
quarter queen question quick quickly quiet quietly quit quite quiz quote rabbi race rack radar radio raft rage raid
rail rain raise rake rally ramp ran ranch random rang range rank rant rape rapid rare rarely rash rat rate rather
ratio rave raven ravine raw ray reach react read ready real realize really reap rear reason reassure rebel recall
recap receive recent recently recipe recognize record recover recovery red reduce reed reef reel refer reflect refuse
regard regret regular rehab reign rein relapse relate relation relax relay release relic relief relieve religion rely
remain remark remember remind remit remote remove renal renew renewal rent rental repair repeat replace reply report
request require reread rescue resent resentment resist resolve respect respond response rest restaurant restore result
rethought retina retire return reveal review reward rewrote rhyme rib rice rich rid ride ridge rifle rig right rim
ring rink rinse riot rip ripe rise risk rite ritual rival river roach road roam roar rob robe robin rock rocky rod
rode rodeo role roll romantic romp roof rook rookie room roommate root rope rosary rose roster rosy rotate rotten
rouge rough round route routine rover row rowdy royal rub ruby rude rug ruin rule ruler rumor run rural rush rust
rusty sable sack sad safe safety saga sage said sail saint sake salad salary sale salon salsa salt salty salute same
sample sand sandal sandy sane sang sank sat satin satire saucer sauna save saw say scald scale scan scar scare scarf
scary scene schedule scheme school score scout scratch scream screen sea seal seam search season seat second secret
section secure sedan see seed seek seem seen seize seldom self sell seller send senior sense sent sentence separate
sera serene serial series serious sermon serum serve service session set settle seven seventy several severe sex shack
shade shadow shaft shake shaken shale shall shallow shame shape shard share sharp shave shaved shawl she shear shed
sheep sheer sheet shelf shell shelter sherry shield shift shin shine ship shirt shock shoe shook shoot shop shore
short shot should shoulder shout shove show shower shrank shred shrub shut shy sibling sick side sigh sight sigma sign
signal silence silent silk silly silver similar simmer simple simply since sincere sing single sink sip sir siren
sister sit site situation six sixty size sizzle skate ski skill skin skip skipped skull sky slam slang slap slate
slave sled sleep sleet slept slice slid slight slim sling slip slope slow slowly sly small smart smear smell smile
smoke smooth snack snail snake snap sneak snow so soak soap sober sobriety social sock soda sofa soft soil solar sold
sole solemn solid solo solution solve some somebody someone something sometimes somewhere son sonar sonata song sonic
sonny soon soothe sore sorely sorrow sorry sort sought soul sound soup sour source south spa space spade spare spark
speak spear special specific sped speech speed spell spend spent spice spike spill spin spine spiral spirit spiritual
spit spite split spoil spoke spoken sponsor sport spot spouse spread spring spun squad square squeeze stab stable
stack staff stage stain stair stake stale stalk stall stamp stand star stare stark start starve stash state statement
station statue status stay stead steady steal steam steel steep steer stein stem step stern stew steward stick stiff
stigma still stir stock stole stomach stone stood stool stop store stork storm story stove straight strand strange
stranger strategy straw stray stream street strength stress stretch strict strike string strip stroke strong struck
structure struggle strut stuck stud student study stuff stumble stump stun stung style subject substance succeed
success such sudden sue suffer sugar suggest suicide suit suite sum summary summer sun sunday sung sunny supper supply
support suppose sure surf surface surge surly surprise surrender surrey surround survive suspect swallow swam swap
sway swear sweat sweep sweet swell swept swift swim swing swirl switch swore sworn swung symptom system tab table
tacit tact tail take taken tale talent talk tall tame tamer tan tang tango tank tap tape tar target tarot tart task
taste taught tawny tax taxi tea teach team tear tease teen teeth tell temper temple tempo tempt ten tend tender tenet
tenor tense tent term terms terrace terrain terse test text than thank that thaw the theft their them theme themselves
then theory therapist therapy there these thesis they thick thin thing think third thirst thirteen thirty this thorn
those though thought thousand threat threaten three threw throat through throw thud thursday thus tick ticket tidal
tide tidy tie tiger tight tile till time timid tin tiny tip tire tissue title to toast tobacco today toddler toe
together toilet told tolerate tomb tomorrow ton tonal tone tongue tonic tonight too took tool tooth top topaz topic
torch tore torn toss total tote touch tough tour toward towel tower town toy trace track trade tradition traffic trail
train trait trap trash trauma travel tray treat treatment tree trek tremble trial tribe trick trigger trim trio trip
troop trophy trouble trout troy truce truck true truly trunk trust truth try tub tuck tucker tuesday tulip tulle tumor
tune tunic turf turkey turn turner tutor twelve twenty twice twig twin twist two tylenol type tyrant ugly ulcer ultra
uncle uncomfortable under understand understood undid undone unhappy unify union unit unite unless unsaid until up
upon upset urban urge urgent urine us usage use useful usher usual utter vague vain valid valley value van vanity vary
vast vault vein venom vent venue verbal verge vernal verse very vest veteran veto vicar vice victim video view vigil
vigor villa villain vine vinyl violent violet viral virus visa vision visit vista vital vivid vocal vogue voice void
volume vote vow vulnerable wade wage wager wagon waist wait wake walk wall wallet wand wander want war ward warden
warm warn warp warrior wart wary was wash wasp waste watch water wave wax way we weak wealth weapon wear weary weather
weave web wed wedge wednesday weed week weekend weekly weep weigh weight weird welcome weld well went wept were west
wet whale what wheat wheel when where whether which while whine whip whirl whisper white who whole whom whose why wick
wide widow wife wild will willing willow willpower wilt win wind window windy wine wing wink winner winter wipe wire
wisdom wise wish wit with withdraw withdrawal within without witness woke wolf woman womb women won wonder wood wool
word wore work workbook world worm worn worry worse worst worth worthy would wound woven wrap wreath wreck wring wrist
write written wrong wrote yacht yard yarn yawn yeah year yeast yell yellow yes yesterday yet yield yoga yogurt yolk
you young your yours yourself youth zeal zebra zero zest zinc zip zone
`

const words = new Set(listed(common))

/** Whether this plain word, as it is, is everyday English. */
export function isEveryday(word: string): boolean {
  return words.has(word)
}

/** Whether this plain word is everyday English, whatever its ending. */
export function isCommon(word: string): boolean {
  return rootsOf(word).some(root => words.has(root))
}
