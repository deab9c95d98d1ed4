import { CalendarCheck, Compass, Scale, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { PlanTable } from "@/app/(marketing)/plan-table";
import { Logo } from "@/components/shell/logo";
import { Button } from "@/components/ui/button";

const STEPS = [
  {
    icon: <Compass />,
    title: "It learns whom you sell to",
    text: "Give it your website. It reads your services and past work, and drafts the customers you win best. You correct it.",
  },
  {
    icon: <Scale />,
    title: "It weighs every lead",
    text: "Each lead gets a score with a receipt: every point, its reason and its source. The score decides which channels are worth it.",
  },
  {
    icon: <ShieldCheck />,
    title: "It asks before it speaks",
    text: "One gate checks consent, opt-outs, hours and limits before each message, and says why something waits. You approve, or let it run.",
  },
  {
    icon: <CalendarCheck />,
    title: "It books and learns",
    text: "Replies stop the sequence at once, get understood and answered. Every outcome teaches it who, what, when and how.",
  },
];

export default function StartPage() {
  return (
    <div className="mx-auto grid max-w-5xl gap-16 px-4 pb-20 sm:px-6">
      <header className="flex h-16 items-center justify-between">
        <Logo />
        <nav aria-label="Account" className="flex items-center gap-2">
          <Button asChild variant="ghost">
            <Link href="/sign-in">Sign in</Link>
          </Button>
          <Button asChild>
            <Link href="/sign-up">Sign up</Link>
          </Button>
        </nav>
      </header>

      <main className="grid gap-16">
        <section className="grid max-w-2xl gap-5 pt-6">
          <h1 className="text-4xl font-semibold tracking-tight">Your agency gives its website, and gets meetings.</h1>
          <p className="text-lg text-pretty text-muted-foreground">
            Agency OS finds the companies you should work for, reaches the right person by email, LinkedIn, phone, SMS and letter,
            understands the replies, and puts meetings in your calendar.
          </p>
          <div className="flex flex-wrap gap-2">
            <Button asChild size="lg">
              <Link href="/sign-up">Create your agency</Link>
            </Button>
            <Button asChild size="lg" variant="outline">
              <Link href="/sign-in">Sign in</Link>
            </Button>
          </div>
        </section>

        <section aria-label="How it works">
          <ol className="grid gap-x-10 gap-y-8 sm:grid-cols-2">
            {STEPS.map(({ icon, title, text }) => (
              <li key={title} className="grid grid-cols-[auto_1fr] gap-x-3.5 gap-y-1">
                <span
                  aria-hidden
                  className="row-span-2 grid size-9 place-content-center rounded-lg bg-primary/12 text-link [&_svg]:size-4.5"
                >
                  {icon}
                </span>
                <h2 className="text-base font-semibold">{title}</h2>
                <p className="text-pretty text-muted-foreground">{text}</p>
              </li>
            ))}
          </ol>
        </section>

        <section aria-labelledby="plans" className="grid gap-4">
          <div className="grid gap-1">
            <h2 id="plans" className="text-2xl font-semibold tracking-tight">
              Pay for volume, not for features
            </h2>
            <p className="text-muted-foreground">
              Every plan has every channel, every insight and the API. Prices are in Australian dollars, per month.
            </p>
          </div>
          <PlanTable />
          <p className="text-xs text-muted-foreground">
            The first 20 agencies pay the founding price. The meetings are what we plan for, not a promise.
          </p>
        </section>
      </main>
    </div>
  );
}
