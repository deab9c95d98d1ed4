import { seeded } from "@/local/providers/seeded";

const STREETS =
  "Acacia Bottlebrush Cassowary Dryandra Emubush Fernleaf Goanna Hakea Ironstone Jarrah Kurrajong Lillypilly Melaleuca Numbat Orchid Possum Quandong Rosella Sheoak Tamarind".split(
    " ",
  );
const KINDS = ["Street", "Road", "Avenue", "Parade", "Lane"];

/** Number and street of a made-up company's office, where its people have their letterbox. */
export function officeStreet(seed: string, domain: string): string {
  const random = seeded(seed, "office", domain);
  return `${random.whole(1, 240)} ${random.pick(STREETS)} ${random.pick(KINDS)}`;
}
