import "server-only";

/**
 * Word classes from which the rules about further contact are composed: who acts, what they do to the reader, what
 * arrives, and where a name is kept. Each is a group in match form, ready to stand in a larger pattern.
 */

/** What we do to somebody, as "you … me". */
export const TO_CONTACT =
  "(?:email|mail|contact|call|ring|phone|text|message|sms|dm|inbox|write(?: back)?(?: to)?|approach|bother|disturb|pester|harass|annoy|hassle|bug|spam|chase(?: up)?|chase|solicit|cold[- ]call|cold[- ]email|canvass|prospect|target|trouble|try|ping|follow(?:ing)? up(?: with| on)?|reach out(?: to)?|touch base(?: with)?|get (?:back )?in touch(?: with)?|be in touch(?: with)?|market to|pitch(?: to)?|sell to|advertise to|get hold of|persist|carry on|keep (?:at it|trying|going))";
export const CONTACTING =
  "(?:emailing|mailing|contacting|calling|ringing|phoning|texting|messaging|dm'?ing|writing(?: back)?(?: to)?|approaching|bothering|disturbing|pestering|harassing|annoying|hassling|bugging|spamming|chasing(?: up)?|soliciting|cold[- ]calling|cold[- ]emailing|canvassing|prospecting|targeting|pinging|following (?:(?:me|us|this|it) )?up(?: with| on)?|reaching out(?: to)?|touching base(?: with)?|getting (?:back )?in touch(?: with)?|being in touch(?: with)?|marketing to|pitching(?: to)?|selling to|advertising to|trying)";
export const CONTACTED =
  "(?:emailed|mailed|contacted|called|rung|phoned|texted|messaged|dm'?d|written to|approached|bothered|disturbed|pestered|harassed|annoyed|hassled|bugged|spammed|chased(?: up)?|solicited|cold[- ]called|cold[- ]emailed|canvassed|prospected|targeted|pinged|followed up|reached out to|nudged|bumped|circled back(?: to)?|marketed to|pitched(?: to)?|sold to|advertised to)";

/** The person or place that is left alone. */
export const READER =
  "(?:me|us|him|her|them|any of us|either of us|anyone here|anybody here|my \\w+|our \\w+|this \\w+|the (?:surgery|office|clinic|practice|shop|store|school|house|home|business|company|team|staff|owners?|boss|manager|director|doctors?|partners|number|reception|switchboard)|here)";

/** What arrives uninvited. A bare "this" or "these" counts only beside a verb of receiving. */
export const MAIL =
  "(?:emails?|mail|messages?|message|texts?|text|sms|calls?|dms?|inmails?|letters?|newsletters?|mail-?outs?|mailings?|circulars|marketing(?: \\w+)?|advertising|promotions?|promos?|promotional \\w+|pitch(?:es)?|sales (?:\\w+ )?(?:material|emails?|calls?|pitch(?:es)?|messages?|message|stuff|approaches)|solicitations?|approaches|correspondence|communications?|contact|spam|junk|follow[- ]?ups?|reminders|nudges|offers)";
export const MORE_MAIL = `(?:(?:any(?:thing)?|more|further|other|additional|another|future|these|those|this|such|your|unsolicited|cold|sales|of|one|sort|sorts|kind|like|the) ){1,4}${MAIL}`;
export const RECEIVING =
  "(?:receiv(?:e|es|ed|ing)|get|gets|getting|see|seeing|hear|hears|hearing|have|having|sent|find|finding|want|wants|wanting|need|needs|needing)";

/** Where a name is kept by somebody who writes to many. */
export const CONTACT_LIST =
  "(?:lists?|spreadsheets?|databases?|db|crm|records?|books|address book|files?|mail-?outs?|mailings?|mailing \\w+|emails|rolodex|rounds|contacts|distribution|campaigns?|funnel|sequence|drip(?: \\w+)?|rotation|call sheet|outreach|cadence|target\\w*|marketing(?: \\w+)?|correspondence|communications?|broadcasts?|newsletters?|promotions|system|whatever \\w+|wherever \\w+)";
/** What stands for the person on such a list. */
export const ENTRY =
  "(?:me|us|myself|ourselves|(?:my|our|this|the above) (?:\\w+ )?(?:name|names|email|address|addresses|number|numbers|details|contact|contacts|mobile|inbox|mailbox|company|business|practice|firm|school|office|clinic|shop|team|staff|account|domain|details)|\\S+@\\S+)";

/** A wish of the writer's, or a request put to us. */
export const WISH =
  "(?:grateful|thankful|obliged|appreciate|appreciated|prefer|preference|rather|sooner|like|love|lovely|lovelier|kind|kindly|kindness|favou?r|good of you|nice|nicer|pleased|glad|happy|happier|best|better|mind|ask|asking|asks|request|requesting|trust|hope|hoping|want|wanted|expect|expecting|please|wish|ensure|make sure|see (?:to it|that)|would|could|can|must|should|need|insist|advise|advised|direct|directed|instruct|instructed|beg)";
/** Ways in which a verb of contact is denied. */
export const NOT =
  "(?:not|never|no longer|refrain(?:ed|ing)? from|refrain|avoid(?:ed|ing)?|abstain(?:ed|ing)? from|without|cease[sd]?|ceasing|stop(?:ped|s)?|stopping|quit|desist(?:ed|ing)? from|discontinue[ds]?|leave off|give up|hold off|knock off|lay off|drop)";

/** Nothing but the end of a request may follow: a time, another channel or a matter makes it a different wish. */
export const CLOSING =
  "(?:,? (?:again|any ?more|any|further|at all|ever|ever again|in (?:the )?future|in this way|like this|here|on here|please|thanks|thank you|cheers|ta|mate|either|about (?:this|it|any of (?:this|it))|too|as well|with (?:this|these|any|such|more|your|sales|marketing|offers|anything) ?\\w*|for (?:any|marketing|sales) \\w+|by any means|from now on|going forward|moving forward|henceforth|hereafter|hence ?forth|unsolicited|now|it is|as))*(?:[.!?,;:)]|$| and | or | but | i | we | as )";
