"""The door for load: ``python run_mimic_load.py --help``."""

from bank_rs.load.command import main

if __name__ == "__main__":
    main()
