/** What the product costs and allows by tier, as sold. Every tier has every feature; they differ in volume only. */
export type Plan = {
  name: string;
  /** Whole Australian dollars a month. */
  dollarsPerMonth: number;
  foundingDollarsPerMonth: number;
  leadsPerMonth: number;
  activeCampaigns: number;
  linkedInSeats: number;
  /** Meetings a month we plan for, from and to. */
  meetings: readonly [number, number];
};

export const PLANS: readonly Plan[] = [
  {
    name: "Ignition",
    dollarsPerMonth: 2500,
    foundingDollarsPerMonth: 1250,
    leadsPerMonth: 1250,
    activeCampaigns: 5,
    linkedInSeats: 1,
    meetings: [5, 15],
  },
  {
    name: "Velocity",
    dollarsPerMonth: 5000,
    foundingDollarsPerMonth: 2500,
    leadsPerMonth: 2250,
    activeCampaigns: 10,
    linkedInSeats: 3,
    meetings: [15, 35],
  },
  {
    name: "Dominance",
    dollarsPerMonth: 7500,
    foundingDollarsPerMonth: 3750,
    leadsPerMonth: 4500,
    activeCampaigns: 20,
    linkedInSeats: 5,
    meetings: [40, 80],
  },
];
