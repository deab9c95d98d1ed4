/** Mail hosts of the public: an address there says nothing about an employer, and one person must not suppress them (SU-07). */
const FREE_MAIL_DOMAINS: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com outlook.com.au hotmail.com hotmail.com.au hotmail.co.uk live.com live.com.au live.co.uk msn.com
  yahoo.com yahoo.com.au yahoo.co.uk yahoo.co.nz ymail.com rocketmail.com aol.com icloud.com me.com mac.com
  proton.me protonmail.com pm.me tutanota.com tuta.io fastmail.com fastmail.fm hey.com zoho.com gmx.com gmx.net mail.com mail.ru yandex.com
  bigpond.com bigpond.com.au bigpond.net.au telstra.com optusnet.com.au optushome.com.au iinet.net.au westnet.com.au internode.on.net adam.com.au
  tpg.com.au dodo.com.au ozemail.com.au iprimus.com.au aapt.net.au netspace.net.au bigblue.net.au aussiebb.com.au exetel.com.au
  xtra.co.nz slingshot.co.nz btinternet.com sky.com virginmedia.com talktalk.net comcast.net verizon.net att.net qq.com 163.com 126.com naver.com`.split(
    /\s+/,
  ),
);

/** True for a registrable domain of a free-mail or internet provider. */
export function isFreeMailDomain(domain: string): boolean {
  return FREE_MAIL_DOMAINS.has(domain);
}
