import "server-only";
import type { WithdrawalFamily } from "@/lib/engines/replies/opt-out-rules";
import type { Rule } from "@/lib/engines/replies/rule";

/** Short list of other languages; matched on the lower-cased text. */
export const FOREIGN_OPT_OUT_RULES: readonly Rule<WithdrawalFamily>[] = [
  {
    family: "keyword",
    name: "french",
    pattern:
      /d[ée]s(?:abonn|inscri)|ne m'(?:[ée]crivez|appelez|envoyez|contactez) plus|ne plus (?:me|nous|m')|(?:retir|enlev|supprim)\w* (?:\S+ ){0,3}de (?:votre|vos|la|cette) (?:liste|base|fichiers?)|ne (?:me|nous) (?:sollicitez|d[ée]rangez|relancez|d[ée]marchez) (?:plus|pas)|ne (?:me|nous) (?:contactez|contacter|écrivez|ecrivez|appelez|rappelez) plus|(?:retir|supprim|enlev)e[rz][- ](?:moi|nous|mon|mes|notre)|arr[êe]te[rz] de (?:m'|nous|me)|plus (?:recevoir|de (?:mails?|messages|courriels?|e-?mails?))/,
    reason: "French opt-out",
  },
  {
    family: "keyword",
    name: "german",
    pattern:
      /\babmelden\b|\baustragen\b|\babbestell|keine? (?:weiteren?|mehr)? ?(?:e-?mails?|mails?|nachrichten|werbung|anrufe)\b|(?:nicht|nie) (?:mehr|wieder|weiter) (?:kontaktieren|anschreiben|anrufen|schreiben|melden)|(?:l[öo]schen|entfernen|streichen|nehmen) sie (?:bitte )?(?:mich|uns|meine|unsere)|(?:meine|unsere) (?:e-?mail-?)?(?:daten|adresse|nummer) (?:\S+ ){0,5}(?:l[öo]schen|entfernen)|(?:kontaktieren|schreiben|rufen|mailen|belästigen) sie (?:mich|mir|uns) (?:bitte )?(?:nicht|nie)|widerspreche|unterlassen sie/,
    reason: "German opt-out",
  },
  {
    family: "keyword",
    name: "italian",
    pattern:
      /smett(?:ete|ila|etela|ere|i) (?:di|con)|basta (?:e-?mail|messaggi|mail)|togli(?:etemi|mi|eteci)|cancell(?:atemi|ami|ateci|arsi|are (?:il mio|la mia|i miei)|a(?:te|re)? (?:il mio|la mia|i miei))|disiscri|non (?:contattatemi|scrivetemi|contattarmi|scrivermi|chiamatemi|mandatemi|inviatemi|contattateci)|rimuov(?:etemi|imi|ete (?:il|la)|ere (?:il|la))|non (?:voglio|desidero) (?:più )?(?:ricevere|essere)/,
    reason: "Italian opt-out",
  },
  {
    family: "keyword",
    name: "spanish",
    pattern:
      /desuscri|(?:dar(?:me|nos|se)?|den(?:me|nos)|dame) de baja|no (?:me|nos) (?:escriban?|contacten?|llamen?|env[íi]en?|manden?|molesten?|vuelvan?)|(?:b[óo]rr|elim[íi]n|elimin|qu[íi]t)(?:en|e|ar|a)(?:me|nos)\b|no (?:quiero|deseo) (?:recibir|m[áa]s)|(?:qu[íi]t|b[óo]rr|elimin)(?:en|e|ar|a) (?:mi|mis|nuestro)|dejen? de (?:escribir|enviar|contactar|llamar)|cancelar (?:la )?suscripci/,
    reason: "Spanish opt-out",
  },
  {
    family: "keyword",
    name: "dutch_portuguese",
    pattern:
      /\bafmelden\b|\buitschrijven\b|(?:niet|nooit) meer (?:mailen|contacteren|benaderen|bellen|benaderd)|stuur (?:mij|me|ons) (?:\S+ ){0,2}(?:geen|niet)|verwijder (?:mij|me|ons|mijn)|descadastr|remov(?:a|am|er)[- ]me|n[ãa]o (?:me )?(?:contate|envie|mande|escreva)/,
    reason: "Dutch or Portuguese opt-out",
  },
  {
    family: "keyword",
    name: "asian",
    pattern:
      /退订|退訂|取消订阅|取消訂閱|(?:不要|别|別|勿)再?(?:给我|給我|跟我)?(?:发|發|联系|聯絡|联络|打|寄|傳|传|邮件)|配信(?:停止|解除|を?止)|送らないで|連絡しないで|수신\s?거부|연락하지|보내지\s?마|h[uủ]y (?:đăng ký|dang ky)|đừng (?:gửi|liên hệ|gọi)|berhenti (?:berlangganan|kirim|menghubungi)|jangan (?:hubungi|kirim)|huwag (?:na|mo|ninyo)/,
    reason: "opt-out in an Asian language",
  },
  {
    family: "keyword",
    name: "greek_slavic_other",
    pattern:
      /διαγρ[αά]|μη(?:ν)? μου (?:ξανα)?στ[εέ]λ|отпи(?:сать|ш)|не (?:пишите|звоните|присылайте)|удалите (?:меня|мо)|wypis(?:a[ćc]|z|uj)|nie (?:piszcie|kontaktuj|wysyłaj)|avregistrer|avmeld|(?:listeden|abonelikten) (?:çık|cik)|لا (?:تراسل|تتصل|ترسل)|إلغاء الاشتراك/,
    reason: "opt-out in another language",
  },
];
