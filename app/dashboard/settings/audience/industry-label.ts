/** Where the slug alone reads wrongly. */
const INDUSTRY_LABELS: Partial<Record<string, string>> = {
  saas: "SaaS",
  ecommerce: "E-commerce",
  food_beverage: "Food and beverage",
  media_entertainment: "Media and entertainment",
  b2b_general: "B2B, general",
  b2c_general: "B2C, general",
};

/** An industry as people read it: "Food and beverage". */
export function industryLabel(slug: string): string {
  const words = slug.replaceAll("_", " ");
  return INDUSTRY_LABELS[slug] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
