import "server-only";

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words that hold sentences together and say nothing by themselves. */
export const FUNCTION_WORDS = words(`
  a an the this that these those it its i me my mine we us our ours ourselves you your yours yourself yourselves he him his she her hers they
  them their theirs who whom whose which what whatever whichever when where why how whether if and or but nor so yet as at by for from in into
  of off on onto out over to toward towards up upon with within without about above across after against along among around before behind
  below beneath beside besides between beyond despite down during except inside like near outside past per since than then though although
  through throughout till under underneath until via while because ago nearly almost roughly approximately circa close somewhere unless once again also am is are was were be been being do does did doing
  done have has had having will would shall should can could may might must ought not no nothing none neither never either both each every
  everyone everybody everything anyone anybody anything someone somebody something all any some most many much more less few fewer least
  other others another such same just only even too very quite rather really still already always often sometimes usually maybe perhaps
  probably likely actually simply there here now today tomorrow tonight soon later ever else instead however therefore hence anyway well
  please thanks thank yes ok okay hi hello hey dear cheers regards plus versus etc ie eg`);

/** What may be said of anybody who is written to, without knowing them: that they are busy, have a role, know best, can answer. */
export const NEUTRAL = words(`
  able approve weekend keeping easter christmas answer answers answering apply appreciate ask aware back become bet better best bit book busy call calls came chat check choose chosen
  clear come comes coming consider considering convenient curious day days decide decision decisions deal dealing deserve different easier final
  easy email emails end enjoy enough exactly expect far feel feels figure find finding fine fit focus folks forward free   get gets getting
  give given gives glad go goes going good got great hand hands handle hang happen happens happy hard  hear hearing help helpful helps hope
  idea ideas imagine important inbox interest interested interesting involved keen keep keeps kind know knowing knows kind left let letting
  level line lines list little long look looking looks lot lots love make makes making   matter matters mean means mention
  message messages mind moment moments month months morning move name need needs next nice note notes number obvious occasionally often
  oneself open opinion option options   part particular pass people person place plan plate play plenty point position possible
  prefer presumably pretty priorities priority probably put question questions quick quickly rather read reading ready reason receive
  recognise relevant reply replying respond responsible right role room   same say saying see seeing seem seems seen sense serious
  short side sit situation size skip someone sort sorts sound sounds spare speak spot stage stand stands start stay step stop sure
  take takes talk talking tell thing things think thinking thought thoughts time times   topic touch town true try trying turn understand
  use useful usual usually value view wait want wanting wants way ways week weeks welcome willing wish wonder wondering wonderful word
  work working works world worth write writing wrong  yesterday's busiest everyday valuable precious cold carry carries ignore delete present ones
  telling simple simpler simplest handy fair honest proper decent rare common normal natural odd funny strange brief kindly briefly shortly straight plainly
  directly precise precisely patience juggle juggling effort headspace thinking wherever somebody's someone's nobody's favourite evening evenings morning mornings
  afternoon afternoons hat hats wear wearing example examples sample guess guessing mistaken correct correctly accurate according details surprise surprised secret
  doubt suppose presume presumably apart alone together along entirely fully largely partly mainly mostly generally especially particularly certainly surely definitely
  obviously clearly naturally frankly honestly truly indeed perfectly reasonably fairly slightly comfortably carefully personally exact quickest sooner whole
  company business team firm
  organisation outfit crew shop industry sector trade space area local clock calendar diary schedule pipeline desk phone`);

/** What every business has, so that "your …" claims nothing. */
export const POSSESSABLE = words(`
  account accounts ad ads advertising advice answer area attention audience back bookings bottom brand budget business calendar call calls campaigns case
  cash chance circumstances city client clients colleague colleagues company competitors competition contact content convenience copy cost costs crew crm
  customer customers data day days decision decisions desk details diary door email emails end enquiries enquiry expense favour
  feedback field figures firm first follow forecast goals guess hand hands head honest hours inbox industry inquiries instagram interest
  invoices job jobs kind landing lane lead leads level line list listing local location mailbox market marketing message mind money month name needs network new next
  number numbers office one online operation operations opinion option organisation outfit own page pages people permission phone pipeline place plans plate
  position preference pricing priorities process processes product products profile profit project projects proposals prospects quarter question
  questions quotes quoting range rankings reach readers ready referrals reply reporting reports request response results reviews role sales schedule search
  sector seo service services shop shoes side site situation size social space spend staff stage store street suburb suppliers
  systems target targets team teams thoughts time town trade traffic type usual value view visitors way web website week weekly weekday words work
  workflow world patients guests students members donors tenants trials readership potential ideal typical average own
  entries submissions photos photographs images captions drafts tenders bids applicants applications candidates enrolments careers portfolio gallery appeals support`);

/** Whose doings are not the reader's own: what holds of the reader's company does not hold of them. */
export const OTHER_PARTIES = words(`
  competitor competitors competition rival rivals supplier suppliers customer customers client clients parent neighbour neighbours neighbor neighbors
  landlord subsidiary investor investors accountant lawyer agency agencies contractor contractors subcontractors subbies husband wife daughter son
  brother sister mother father partner boss predecessor`);

/** What a meeting, a message or an offer is counted in; nobody's facts. */
export const BENIGN_UNITS = words(`
  minute minutes min mins hour hours hr hrs second seconds sec secs question questions idea ideas thing things line lines sentence sentences
  word words option options step steps reason reasons way ways example examples point points tip tips o'clock am pm times quick short simple
  e-mail email emails message messages note call calls reply click clicks page pages slide slides paragraph paragraphs choice choices other others
  of or more small concrete specific useful practical observations suggestions thoughts part parts side sides star`);

export const HEADS = words(`
  people person staff employee employees member members strong head heads headcount worker workers crew folk folks team fte ftes hands
  personnel payroll souls`);

/** May stand between a number and what it counts. */
export const COUNT_ADJECTIVES = words(`
  full time part great talented local dedicated permanent busy odd ish plus or so some more of the team your total current hard working good`);

/** Who speaks for nobody in particular. */
export const GENERIC_SUBJECTS = words(`
  it this that there here one many most some few several other others people businesses companies firms teams everyone everybody someone
  somebody anyone nobody no nothing everything something plenty lots what whatever owners managers directors founders readers buyers
  customers clients homeowners prospects leads enquiries both each every all any half such these those who whoever`);

/** Ordinary words with which a sentence may begin, beside those above; what else begins with a capital is a name. */
export const COMMON = words(`
  offer offers accounts accountants ads advertising agencies agriculture answering architects asking attached attention autumn bakers bakeries best better big booking bookings brokers budget budgets
  builders building businesses buyers cafes calls campaign campaigns carpenters cash cheap christmas churn clear clients clinics clinicians coffee cold
  community companies competition construction consultants content contractors copy cost costs customers dealers dealerships delays demand dentists design designers developers
  differently directors distributors doctors easter ecommerce education electricians email emails employers energy engineers enquiries enquiry estate events exporters farmers farms
  fast fewer financial finding firms first fitness fixing follow following food founders freight friends garages getting gyms half halfway hard health healthcare
  help helping homeowners hospitality hotels hour hours house how hr ideas importers inbox industry inquiries insurance invoices january jewellers jobs joiners keeping
  knowing landlords landscapers last late law lawyers lead leads legal less letters little local logistics long looking low makers making managers manufacturers manufacturing
  market marketing mechanics media meetings merchants message messages midweek money months mornings mortgage nearly new news nine nonprofits nothing nurses one online operators
  opening operations optometrists over owners painters paperwork partners parents patients payroll people physios pipeline plain plumbers plumbing practices pricing printers process producers
  profit profits projects property proposals prospects publicans publishers quick quiet quotes quoting readers real recruiters referrals regards renovators rent repeat reporting
  responding restaurants results retail retailers reviews roofers sales schools search season seasonal seasons senior shall shops short simple six slow small smaller software
  solicitors solid spend spending spring staff start startups still stores strata subject summer suppliers teams technology tenants tenders three time tours tracking trade trades tradespeople tradies
  traffic training transport travel trust two typically tyres understanding universities usually vets visitors warm weather website websites weeks wholesalers winter
  winning wineries word work working workshops years happy reply kind warm sincerely faithfully yours wishes speak talk sorry apologies ps fyi
  feel free sounds worth fair true sure curious interested keen any anything either whichever whatever let saying seeing seasonality advertisers alternatively
  honestly frankly finally lastly secondly firstly next then given as being based running leading managing heading having noticed saw spotted heard
  read loved love enjoyed liked great nice good impressive amazing exciting fantastic brilliant congratulations congrats kudos well huge big lovely
  thought thoughts idea question quickly touching reaching checking circling bumping sharing sending writing dropping wondering hoping open closing
  free no-obligation zero cheers ta thanks thank g'day morning afternoon evening monday tuesday wednesday thursday friday saturday sunday
  february march april june july august september october november december might more better faster seven five ten four eight twelve twenty
  once twice every each another across between during within without beyond behind despite unlike like especially particularly mostly mainly
  team teams hope say ask see tell send get make take give keep use try put set show need want think look find call come go know two-way
  practical honest plainly usually typically generally commonly often rarely seldom frequently margins margin lower higher growing growth automation revenue turnover headcount staff profit pricing quote quotes
  spreadsheets paper phones phone calendar schedules rosters crews sites site suburbs suburb street neighbours neighbourhood regional rural urban metro
  independent family private public premium modern traditional digital social organic paid national international global
  engagement conversion conversions attribution analytics data insights strategy branding brand brands creative video videos photos photography copywriting
  print signage packaging outreach prospecting telemarketing newsletters newsletter landing forms form chatbots automation scheduling dispatch
  maintenance repairs installation installers cleaners cleaning removalists couriers drivers growers winemakers brewers caterers venues florists
  stylists salons barbers beauticians therapists psychologists chiropractors pharmacists pharmacies surgeons specialists tutors coaches trainers
  english
  childcare centres centers councils government charities churches clubs associations members volunteers donors grants funding capital investors`);

/** Short forms that are words, not names. */
export const ACRONYMS = words(`
  seo sem crm ceo cfo coo cto cmo roi ppc b2b b2c faq faqs kpi kpis ai hr it pdf am pm aest aedt awst acst ok ps fyi asap ux ui erp url rsvp cta
  md gm gst eofy q1 q2 q3 q4 h1 h2 fy sms tv diy abn vs cpc cpa cpl ctr roas api i`);
