"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { Controller, type UseFormReturn } from "react-hook-form";
import { registerField } from "@/app/dashboard/register-field";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioCard, RadioGroup } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import type { CampaignInput } from "@/lib/domain/campaigns";
import { PERMISSION_MODES, type PermissionMode } from "@/lib/domain/outreach";
import { PERMISSION_MODE_TEXTS } from "@/lib/domain/permission-mode-texts";

const INHERIT = "inherit";

type CampaignFieldsProps = {
  form: UseFormReturn<CampaignInput>;
  defaultMode: PermissionMode;
  /** Absent: the offer is not asked for, and the campaign takes the workspace's. */
  offer?: { ofWorkspace: string | null };
};

/** Name, description and mode, for a new campaign and, with its offer, for one that exists. */
export function CampaignFields({ form, defaultMode, offer }: CampaignFieldsProps) {
  const { errors } = form.formState;
  return (
    <>
      <Field label="Name" hint="For your team; prospects never see it" error={errors.name?.message}>
        {(props) => <Input {...props} {...registerField(form, "name")} autoComplete="off" placeholder="Builders in New South Wales" />}
      </Field>
      <Field label="Description" isOptional error={errors.description?.message}>
        {(props) => <Textarea {...props} {...registerField(form, "description")} className="min-h-16" />}
      </Field>
      {offer ? (
        <Field
          label="Offer"
          isOptional
          hint={offer.ofWorkspace ? `Fills {{offer}}. Empty takes your default: ${offer.ofWorkspace}` : "Fills {{offer}} in the messages"}
          error={errors.offer?.message}
        >
          {(props) => (
            <Input {...props} {...registerField(form, "offer")} placeholder={offer.ofWorkspace ?? "a free review of your enquiries"} />
          )}
        </Field>
      ) : null}
      <Controller
        control={form.control}
        name="permissionMode"
        render={({ field }) => (
          <fieldset className="grid gap-2">
            <legend className="mb-2 font-medium">Mode</legend>
            <RadioGroup
              aria-label="Mode"
              value={field.value ?? INHERIT}
              onValueChange={(value) => field.onChange(value === INHERIT ? null : value)}
              {...(field.disabled !== undefined && { disabled: field.disabled })}
            >
              <RadioCard
                value={INHERIT}
                title={`As the workspace: ${PERMISSION_MODE_TEXTS[defaultMode].label}`}
                description="Follows the default in your settings, also when that changes."
              />
              {PERMISSION_MODES.map((mode) => (
                <RadioCard
                  key={mode}
                  value={mode}
                  title={PERMISSION_MODE_TEXTS[mode].label}
                  description={PERMISSION_MODE_TEXTS[mode].consequence}
                />
              ))}
            </RadioGroup>
          </fieldset>
        )}
      />
    </>
  );
}
