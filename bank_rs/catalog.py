"""The 24 products of the public data, in the order of its columns."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Product:
    """One product of the bank.

    Attributes
    ----------
    code
        Short name used throughout the code, e.g. ``tjcr``.
    column
        Column of the raw file, e.g. ``ind_tjcr_fin_ult1``.
    slug
        ASCII name used in metrics and, behind ``ind_1m_``, in English records.
    ru, en, es
        Names shown to people.
    """

    code: str
    column: str
    slug: str
    ru: str
    en: str
    es: str

    @property
    def english_column(self) -> str:
        """Name of the ownership flag in English records."""
        return f"ind_1m_{self.slug}"


PRODUCTS: Final = tuple(
    Product(*row)
    for row in (
        ("ahor", "ind_ahor_fin_ult1", "savings_acc", "Сберегательный счёт", "Savings account", "Cuenta de ahorro"),
        ("aval", "ind_aval_fin_ult1", "guarantee", "Гарантия", "Guarantee", "Aval"),
        ("cco", "ind_cco_fin_ult1", "checking_acc", "Текущий счёт", "Current account", "Cuenta corriente"),
        ("cder", "ind_cder_fin_ult1", "derivatives", "Счёт деривативов", "Derivatives account", "Cuenta de derivados"),
        ("cno", "ind_cno_fin_ult1", "payroll_acc", "Зарплатный счёт", "Payroll account", "Cuenta nómina"),
        ("ctju", "ind_ctju_fin_ult1", "junior_acc", "Детский счёт", "Junior account", "Cuenta junior"),
        ("ctma", "ind_ctma_fin_ult1", "mature_acc_3", "Особый счёт «Ещё больше»", "Más Particular account", "Cuenta más particular"),
        ("ctop", "ind_ctop_fin_ult1", "operations_acc", "Особый счёт", "Particular account", "Cuenta particular"),
        ("ctpp", "ind_ctpp_fin_ult1", "pension_acc_2", "Особый счёт «Плюс»", "Particular Plus account", "Cuenta particular plus"),
        ("deco", "ind_deco_fin_ult1", "short_term_deposit", "Краткосрочный вклад", "Short-term deposit", "Depósito a corto plazo"),
        ("deme", "ind_deme_fin_ult1", "medium_term_deposit", "Среднесрочный вклад", "Medium-term deposit", "Depósito a medio plazo"),
        ("dela", "ind_dela_fin_ult1", "long_term_deposit", "Долгосрочный вклад", "Long-term deposit", "Depósito a largo plazo"),
        ("ecue", "ind_ecue_fin_ult1", "digital_account", "Цифровой счёт", "E-account", "Cuenta electrónica"),
        ("fond", "ind_fond_fin_ult1", "cash_funds", "Инвестиционные фонды", "Funds", "Fondos de inversión"),
        ("hip", "ind_hip_fin_ult1", "mortgage", "Ипотека", "Mortgage", "Hipoteca"),
        ("plan", "ind_plan_fin_ult1", "pension_plan", "Пенсионный план", "Pension plan", "Plan de pensiones"),
        ("pres", "ind_pres_fin_ult1", "loans", "Кредит", "Loan", "Préstamo"),
        ("reca", "ind_reca_fin_ult1", "tax_account", "Оплата налогов", "Taxes", "Recaudación de impuestos"),
        ("tjcr", "ind_tjcr_fin_ult1", "credit_card", "Кредитная карта", "Credit card", "Tarjeta de crédito"),
        ("valo", "ind_valo_fin_ult1", "securities", "Ценные бумаги", "Securities", "Valores"),
        ("viv", "ind_viv_fin_ult1", "home_acc", "Жилищный счёт", "Home account", "Cuenta vivienda"),
        ("nomina", "ind_nomina_ult1", "salary_acc", "Зачисление зарплаты", "Payroll", "Nómina"),
        ("nom_pens", "ind_nom_pens_ult1", "pension_obligation_account", "Зачисление пенсии", "Pension", "Pensión"),
        ("recibo", "ind_recibo_ult1", "debit_account", "Прямое дебетование", "Direct debit", "Domiciliación de recibos"),
    )
)  # fmt: skip
"""Bit ``i`` of an ownership mask stands for ``PRODUCTS[i]``."""

CODES: Final = tuple(product.code for product in PRODUCTS)


def mask_of(*codes: str) -> int:
    """Ownership mask with the bits of the named products set.

    Examples
    --------
    >>> mask_of("ahor", "cco")
    5
    """
    return sum(1 << CODES.index(code) for code in codes)
